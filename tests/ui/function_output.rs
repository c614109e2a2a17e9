use flow_runtime::prelude::*;

#[derive(FunctionParameters)]
struct Lookup {
    name: String,
}

struct Found;

impl Function for Lookup {
    type Output = Found; //~ E0277

    async fn call(self, _cx: &FunctionContext) -> Result<Found, FunctionError> {
        Ok(Found)
    }
}

fn main() {}
