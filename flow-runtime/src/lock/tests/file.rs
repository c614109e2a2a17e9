//! The file: what is read of it is what was written, and what is none is refused.

use flow_model::carry::Kind;
use proptest::collection::{btree_map, btree_set};
use proptest::option;
use proptest::prelude::*;

use super::*;

#[test]
fn what_is_no_lock_is_refused_and_says_where() {
    let refused = |text: &str| text.parse::<Lock>().unwrap_err().to_string();
    expect![[r#"
        TOML parse error at line 2, column 9
          |
        2 | <<<<<<< HEAD
          |         ^
        key with no value, expected `=`
        get it back as it was committed; or, where nobody waits, delete it and write it anew"#]]
    .assert_eq(&refused("version = 1\n<<<<<<< HEAD\n"));
    expect![[r#"
        TOML parse error at line 2, column 1
          |
        2 | [[flow]]
          | ^^^^^^^^
        missing field `digest`
        get it back as it was committed; or, where nobody waits, delete it and write it anew"#]]
    .assert_eq(&refused("version = 1\n[[flow]]\nname = \"Orders\"\n"));
    // Whoever edits it by hand must not lose what protects somebody.
    expect![[r#"
        TOML parse error at line 5, column 8
          |
        5 | [[flow.wating]]
          |        ^^^^^^
        unknown field `wating`, expected one of `name`, `digest`, `waiting`
        get it back as it was committed; or, where nobody waits, delete it and write it anew"#]].assert_eq(&refused(
        "version = 1\n[[flow]]\nname = \"Orders\"\ndigest = \"\"\n[[flow.wating]]\nwidget = \"ask\"\n",
    ));
    expect!["it has the form 2, and this version of flow knows those up to 1: update flow"]
        .assert_eq(&refused("version = 2\nnew = true\n"));
}

#[test]
fn what_cannot_be_read_or_written_is_said_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("locks/flow.lock");
    assert_eq!(Lock::read(&file).unwrap(), None);
    assert_eq!(
        first().write(&file).unwrap_err().to_string(),
        format!(
            "`{}` cannot be written, because its directory does not exist: make the directory first",
            file.display()
        )
    );
    let error = Lock::read(folder.path()).unwrap_err().to_string();
    let told = format!("`{}` cannot be read: ", folder.path().display());
    assert!(error.starts_with(&told), "{error}");
}

#[test]
fn a_field_may_be_called_as_a_kind_is() {
    let fields = |fields: &[(&str, Kind)]| {
        let fields = fields
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), kind.clone()));
        Kind::Object(fields.collect())
    };
    let nothing = fields(&[]);
    let set = [
        ("a", fields(&[("any", nothing.clone())])),
        ("b", fields(&[("text", nothing)])),
        ("c", fields(&[("any", Kind::Any)])),
        ("d", fields(&[("any", Kind::Text), ("text", Kind::Any)])),
    ];
    let standing = Standing {
        flow: "Orders".to_owned(),
        set: set.map(|(name, kind)| (name.to_owned(), kind)).into(),
        ..Standing::default()
    };
    let locked = Locked {
        waiting: [standing].into(),
        ..Locked::default()
    };
    let lock = Lock {
        flows: [("Orders".to_owned(), locked)].into(),
    };
    assert_eq!(lock.to_string().parse::<Lock>().unwrap(), lock);
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf = prop_oneof![Just(Kind::Text), Just(Kind::Any)];
    // `text` and `any` are fields of somebody's as well.
    let name = prop_oneof![Just("text".to_owned()), Just("any".to_owned()), "\\PC{0,3}"];
    leaf.prop_recursive(3, 8, 3, move |kind| {
        btree_map(name.clone(), kind, 0..3).prop_map(Kind::Object)
    })
}

fn standing() -> impl Strategy<Value = Standing> {
    let names = || btree_map(".{0,4}", kind(), 0..3);
    let texts = btree_map(".{0,4}", ".{0,4}", 0..2);
    let decided = btree_map(".{0,4}", any::<bool>(), 0..2);
    (
        "[a-c]",
        ".{0,4}",
        option::of(".{0,4}"),
        names(),
        texts,
        decided,
    )
        .prop_map(|(widget, kind, callee, set, texts, decided)| Standing {
            flow: String::new(),
            widget,
            kind,
            callee,
            set,
            texts,
            decided,
        })
}

fn locked() -> impl Strategy<Value = Locked> {
    let waiting = btree_set(standing(), 0..4);
    (".{0,4}", waiting).prop_map(|(digest, waiting)| Locked { digest, waiting })
}

proptest! {
    #[test]
    fn a_lock_that_was_written_and_read_is_the_same(
        flows in btree_map(".{0,4}", locked(), 0..3)
    ) {
        let named = |(name, locked): (String, Locked)| {
            let waiting = locked.waiting.into_iter().map(|standing| Standing {
                flow: name.clone(),
                ..standing
            });
            let locked = Locked { waiting: waiting.collect(), ..locked };
            (name, locked)
        };
        let flows: BTreeMap<_, _> = flows.into_iter().map(named).collect();
        let lock = Lock { flows };
        let written = lock.to_string();
        prop_assert_eq!(&written.parse::<Lock>().unwrap(), &lock, "{}", written);
    }
}
