//! The derives: a function's parameters, what it returns, and types of parameters.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, LitStr, Result, Token};

/// `#[derive(FunctionParameters)]`: the fields are the parameters.
pub(crate) fn function_parameters(input: &DeriveInput) -> Result<TokenStream> {
    let help =
        "`FunctionParameters` is derived for a struct with named fields: they are the parameters";
    let fields = named_fields(input, help)?;
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let rows = fields.iter().filter_map(|field| {
        let (ty, field) = (&field.ty, field.ident.as_ref()?.unraw().to_string());
        let missing = format!("`{name}` needs the parameter `{field}`: add `{field}: \"…\"`");
        Some(quote! {
            ::flow_runtime::function::Field {
                name: #field,
                required: <#ty as ::flow_runtime::function::Parameter>::REQUIRED,
                missing: #missing,
            }
        })
    });
    let parsed = fields.iter().filter_map(|field| {
        let (ty, field) = (&field.ty, field.ident.as_ref()?);
        let text = field.unraw().to_string();
        // As with `REQUIRED`, so that rustc says once of a type that it is no parameter's.
        Some(quote! {
            #field: <#ty as ::flow_runtime::function::Parameter>::parse(given.text(#text))
                .map_err(|error| error.of(#text))?
        })
    });
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::flow_runtime::function::FunctionParameters for #name #arguments #bounds {
            const FIELDS: &'static [::flow_runtime::function::Field] = &[#(#rows),*];

            fn parse(
                given: &::flow_runtime::function::Parameters,
            ) -> ::core::result::Result<Self, ::flow_runtime::function::ParameterError> {
                let _ = given;
                ::core::result::Result::Ok(Self { #(#parsed),* })
            }
        }
    })
}

/// `#[derive(FunctionOutput)]`: the fields as serde writes them.
pub(crate) fn function_output(input: &DeriveInput) -> Result<TokenStream> {
    let help =
        "`FunctionOutput` is derived for a struct with named fields: a function returns an object";
    let fields = named_fields(input, help)?;
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let shape = shape(&input.attrs, fields)?;
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::flow_runtime::function::Shaped for #name #arguments #bounds {
            const SHAPE: ::flow_runtime::function::Shape = {
                // A type that says nothing of its shape may hold any field.
                #[allow(unused_imports)]
                use ::flow_runtime::function::AnyShape as _;
                #shape
            };
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #generics ::flow_runtime::function::FunctionOutput for #name #arguments #bounds {}
    })
}

/// `#[derive(Settings)]`: the fields are the settings.
pub(crate) fn settings(input: &DeriveInput) -> Result<TokenStream> {
    let help = "`Settings` is derived for a struct with named fields: they are the settings";
    let fields = named_fields(input, help)?;
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let written = name.unraw().to_string();
    let (mut rows, mut reads, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut idents = Vec::new();
    for field in fields {
        let (ty, Some(ident)) = (&field.ty, field.ident.as_ref()) else {
            continue;
        };
        let text = ident.unraw().to_string();
        rows.push(quote! {
            ::flow_runtime::settings::Field {
                name: #text,
                required: <#ty as ::flow_runtime::settings::Setting>::MUST_BE_GIVEN,
            }
        });
        reads.push(quote!(let #ident =
                <#ty as ::flow_runtime::settings::Setting>::read(__reading, #text);));
        values.push(quote! {
            values.insert(#text, <#ty as ::flow_runtime::settings::Setting>::text(&self.#ident));
        });
        idents.push(ident);
    }
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::flow_runtime::settings::Settings for #name #arguments #bounds {
            const NAME: &'static str = #written;
            const FIELDS: &'static [::flow_runtime::settings::Field] = &[#(#rows),*];

            fn read(
                __reading: &mut ::flow_runtime::settings::Reading<'_>,
            ) -> ::core::option::Option<Self> {
                let _ = &__reading;
                #(#reads)*
                ::core::option::Option::Some(Self { #(#idents: #idents?),* })
            }

            fn values(&self) -> ::flow_runtime::settings::Values {
                #[allow(unused_mut)]
                let mut values = ::flow_runtime::settings::Values::new();
                #(#values)*
                values
            }
        }

        #[automatically_derived]
        impl #generics ::core::convert::From<#name #arguments> for ::flow_runtime::settings::Values #bounds {
            fn from(settings: #name #arguments) -> Self {
                ::flow_runtime::settings::Settings::values(&settings)
            }
        }
    })
}

/// `#[derive(Parameter)]`: the text as `FromStr` reads it.
pub(crate) fn parameter(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let expected = format!("a `{name}` ({{error}})");
    quote! {
        #[automatically_derived]
        impl #generics ::flow_runtime::function::Parameter for #name #arguments #bounds {
            fn parse(
                text: &str,
            ) -> ::core::result::Result<Self, ::flow_runtime::function::ParameterError> {
                <Self as ::core::str::FromStr>::from_str(text.trim()).map_err(|error| {
                    ::flow_runtime::function::ParameterError::new(text, ::std::format!(#expected))
                })
            }
        }
    }
}

/// The fields of a struct; a unit struct has none.
fn named_fields<'i>(input: &'i DeriveInput, help: &str) -> Result<Vec<&'i Field>> {
    match &input.data {
        Data::Struct(data) if !matches!(data.fields, Fields::Unnamed(_)) => {
            Ok(data.fields.iter().collect())
        }
        _ => Err(Error::new(input.ident.span(), help)),
    }
}

fn shape(container: &[Attribute], fields: Vec<&Field>) -> Result<TokenStream> {
    let case = Serde::of(container)?.rename_all;
    let mut rows = Vec::new();
    for field in fields {
        let serde = Serde::of(&field.attrs)?;
        if serde.flatten {
            return Ok(quote!(::flow_runtime::function::Shape::Open));
        }
        let Some(name) = field.ident.as_ref().filter(|_| !serde.skip) else {
            continue;
        };
        let written = || in_case(&name.unraw().to_string(), case.as_deref());
        let (name, ty) = (serde.rename.unwrap_or_else(written), &field.ty);
        let mut shape = quote!(::flow_runtime::function::ShapeOf::<#ty>::SHAPE);
        if serde.may_be_left_out {
            shape = quote!(::flow_runtime::function::Shape::Maybe(&#shape));
        }
        rows.push(quote!((#name, #shape)));
    }
    Ok(quote!(::flow_runtime::function::Shape::Object(&[#(#rows),*])))
}

/// What serde's attributes say of how a field is written.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    rename_all: Option<String>,
    skip: bool,
    may_be_left_out: bool,
    flatten: bool,
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut serde = Serde::default();
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("serde"))
        {
            attribute.parse_nested_meta(|meta| {
                let name = meta
                    .path
                    .get_ident()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                match name.as_str() {
                    "rename" => serde.rename = written_name(&meta)?.or(serde.rename.take()),
                    "rename_all" => serde.rename_all = written_name(&meta)?,
                    "skip" | "skip_serializing" => serde.skip = true,
                    "flatten" => serde.flatten = true,
                    "skip_serializing_if" => {
                        serde.may_be_left_out = true;
                        skip_value(&meta)?;
                    }
                    _ => skip_value(&meta)?,
                }
                Ok(())
            })?;
        }
        Ok(serde)
    }
}

/// `= "name"`, or the `serialize = "name"` of `(…)`.
fn written_name(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<Option<String>> {
    if meta.input.peek(Token![=]) {
        return Ok(Some(meta.value()?.parse::<LitStr>()?.value()));
    }
    let mut name = None;
    meta.parse_nested_meta(|meta| {
        let text = meta.value()?.parse::<LitStr>()?.value();
        if meta.path.is_ident("serialize") {
            name = Some(text);
        }
        Ok(())
    })?;
    Ok(name)
}

/// An attribute that says nothing of names: serde checks it.
fn skip_value(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<proc_macro2::TokenTree>()?;
    } else if !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<proc_macro2::Group>()?;
    }
    Ok(())
}

/// A field's name as serde's `rename_all` writes it.
fn in_case(field: &str, case: Option<&str>) -> String {
    let words = || field.split('_').filter(|word| !word.is_empty());
    let capital = |word: &str| match word.chars().next() {
        Some(first) => first.to_ascii_uppercase().to_string() + &word[first.len_utf8()..],
        None => String::new(),
    };
    let pascal = || words().map(capital).collect::<String>();
    match case {
        Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => field.to_ascii_uppercase(),
        Some("PascalCase") => pascal(),
        Some("camelCase") => match pascal().split_at_checked(1) {
            Some((first, rest)) => first.to_ascii_lowercase() + rest,
            None => String::new(),
        },
        Some("kebab-case") => field.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => field.to_ascii_uppercase().replace('_', "-"),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(item: &str) -> String {
        let input = syn::parse_str(item).unwrap();
        function_output(&input).map_or_else(|error| error.to_string(), |tokens| tokens.to_string())
    }

    #[test]
    fn fields_are_named_as_serde_writes_them() {
        let tokens = output(
            "#[serde(rename_all = \"camelCase\", deny_unknown_fields)] struct A {
                 first_name: String,
                 #[serde(rename = \"SID\", default = \"x\")] sid: String,
                 #[serde(skip)] secret: u8,
                 r#type: u8,
             }",
        );
        for name in ["\"firstName\"", "\"SID\"", "\"type\""] {
            assert!(tokens.contains(name), "{name} in {tokens}");
        }
        assert!(!tokens.contains("secret"));
    }

    #[test]
    fn a_flattened_field_may_bring_any_name() {
        assert!(output("struct A { #[serde(flatten)] rest: Map }").contains("Shape :: Open"));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        assert!(output("struct A(String);").contains("named fields"));
        assert!(output("enum A { B }").contains("named fields"));
    }

    #[test]
    fn cases_are_serdes() {
        let cases = [
            ("PascalCase", "FirstName"),
            ("camelCase", "firstName"),
            ("kebab-case", "first-name"),
            ("SCREAMING_SNAKE_CASE", "FIRST_NAME"),
            ("snake_case", "first_name"),
        ];
        for (case, written) in cases {
            assert_eq!(in_case("first_name", Some(case)), written);
        }
    }
}
