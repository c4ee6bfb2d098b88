//! `html!` as Yew understands it, compiled to few bytes.
//!
//! Yew's own macro writes out at every place how an element is put together, some fifty bytes for every attribute. This one packs
//! an element's tag, the names of its attributes and the values that are known into one text, and calls the few functions of
//! `web/src/element.rs` for the rest. The text is taken apart once, when the element is first drawn.
//!
//! Understood are elements, fragments, `{ expression }`, `{ for iterator }`, `if` and `if let` with `else`, texts, `{name}` for
//! `name={name}`, and the properties `key`, `ref`, `value`, `checked` and `on…`. Components (`<Name …>`) are left to Yew.

mod node;
mod write;

use proc_macro::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// See the crate.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    match node::roots(input) {
        Ok(nodes) => write::root(&nodes),
        Err(node::Mistake { at, what }) => compile_error(at, what),
    }
}

fn compile_error(at: Span, what: &str) -> TokenStream {
    let message = TokenStream::from(TokenTree::from(proc_macro::Literal::string(what)));
    let tokens = [
        TokenTree::from(Ident::new("compile_error", at)),
        Punct::new('!', Spacing::Alone).into(),
        Group::new(Delimiter::Brace, message).into(),
    ];
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(at);
            token
        })
        .collect()
}
