//! Parameters whose names have dots: `SystemDisk.Size` is a member of the structure `SystemDisk`, `Tag.N.Key` of each in the list `Tag`.

use crate::spec::model::{Field, Type};
use crate::spec::repeated::is_index;

/// Puts a parameter where its name says, beside those that are there already. What stands there by the same name stays, and takes what it
/// lacks. Says whether the two agree.
pub(super) fn put(level: &mut Vec<Field>, field: Field) -> bool {
    let name = field.name.clone();
    let mut steps = name.split('.');
    let first = steps.next().unwrap_or_default();
    let rest: Vec<&str> = steps.collect();
    // A name that is all dots, or begins or ends with one, is no path.
    if first.is_empty() || rest.iter().any(|step| step.is_empty()) {
        level.push(field);
        return true;
    }
    step(level, first, &rest, field)
}

fn step(level: &mut Vec<Field>, name: &str, rest: &[&str], field: Field) -> bool {
    let position = field.position;
    match rest {
        [] => merge(
            level,
            Field {
                name: name.to_owned(),
                ..field
            },
        ),
        // `Ids.N`, and `Ids.1` beside `Ids.2`: a list.
        [index] if is_index(index) => {
            let list = Field {
                name: name.to_owned(),
                kind: Type::Array,
                items: Some(field.kind),
                ..field
            };
            merge(level, list)
        }
        [index, member, rest @ ..] if is_index(index) => {
            let list = holder(level, name, Type::Array, field.position);
            step(
                &mut list.fields,
                member,
                rest,
                Field {
                    position: None,
                    ..field
                },
            )
        }
        [member, rest @ ..] => {
            let structure = holder(level, name, Type::Struct, position);
            step(
                &mut structure.fields,
                member,
                rest,
                Field {
                    position: None,
                    ..field
                },
            )
        }
    }
}

/// What holds the members of a dotted name.
fn holder<'l>(
    level: &'l mut Vec<Field>,
    name: &str,
    kind: Type,
    position: Option<crate::spec::model::Position>,
) -> &'l mut Field {
    let at = level.iter().position(|field| field.name == name).unwrap_or_else(|| {
        level.push(Field {
            name: name.to_owned(),
            kind,
            items: (kind == Type::Array).then_some(Type::Struct),
            position,
            ..Field::default()
        });
        level.len() - 1
    });
    let holder = &mut level[at];
    // Something without members that turns out to have some: `Tag` as text beside `Tag.N.Key`.
    if holder.fields.is_empty() && !(holder.kind == Type::Array && holder.items == Some(Type::Struct)) {
        holder.kind = kind;
        holder.items = (kind == Type::Array).then_some(Type::Struct);
        holder.format = None;
    }
    holder
}

/// A parameter that stands twice is one; the second gives what the first lacks. Says whether they agree.
fn merge(level: &mut Vec<Field>, field: Field) -> bool {
    let Some(known) = level.iter_mut().find(|known| known.name == field.name) else {
        level.push(field);
        return true;
    };
    let is_same_kind = known.kind == field.kind || !(known.kind.is_scalar() && field.kind.is_scalar());
    let agree = is_same_kind && known.required == field.required && known.position == field.position;
    known.required |= field.required;
    if known.fields.is_empty() && !field.fields.is_empty() {
        (known.kind, known.items, known.format) = (field.kind, field.items, field.format);
    }
    for member in field.fields {
        merge(&mut known.fields, member);
    }
    if known.description.is_empty() {
        known.description = field.description;
    }
    known.example = known.example.take().or(field.example);
    agree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn names_with_dots() {
        let field = |name: &str| Field {
            name: name.to_owned(),
            ..Field::default()
        };
        let disk = Field {
            kind: Type::Struct,
            fields: vec![field("Size"), field("Kind")],
            ..field("Disk")
        };
        for (given, expected) in [
            (
                vec![field("Disk.Size"), field("Disk.Kind")],
                "Disk:Struct{Size:String Kind:String}",
            ),
            (
                vec![disk.clone(), field("Disk.Size"), field("Disk.More")],
                "Disk:Struct{Size:String Kind:String More:String}",
            ),
            (vec![field("Disk.Size"), disk], "Disk:Struct{Size:String Kind:String}"),
            (
                vec![field("Tag.N.Key"), field("Tag.N.Value")],
                "Tag:Array{Key:String Value:String}",
            ),
            (vec![field("Name.1"), field("Name.2")], "Name:Array"),
            (vec![field("Disk.N.Tag.N.Key")], "Disk:Array{Tag:Array{Key:String}}"),
            (vec![field("RegionId"), field("RegionId")], "RegionId:String"),
            (vec![field("a..b"), field(".")], "a..b:String .:String"),
        ] {
            let mut level = Vec::new();
            for field in given {
                put(&mut level, field);
            }
            assert_eq!(show(&level), expected, "{}", yaml::to_string(&level).expect("yaml"));
        }
    }

    fn show(fields: &[Field]) -> String {
        let one = |field: &Field| {
            let inner = if field.fields.is_empty() {
                String::new()
            } else {
                format!("{{{}}}", show(&field.fields))
            };
            format!("{}:{:?}{inner}", field.name, field.kind)
        };
        fields.iter().map(one).collect::<Vec<_>>().join(" ")
    }
}
