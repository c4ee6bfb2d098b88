//! Nodes to calls.

use crate::node::{Attribute, Element, Node, Value, braces};
use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};

/// The page's functions.
const ELEMENT: &str = "crate::element::";

fn code(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

fn code_at(text: &str, span: Span) -> TokenStream {
    code(text)
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

fn parentheses(tokens: TokenStream) -> TokenStream {
    TokenTree::Group(Group::new(Delimiter::Parenthesis, tokens)).into()
}

/// One `Html` for all these nodes.
pub(crate) fn root(nodes: &[Node]) -> TokenStream {
    match nodes {
        [Node::Element(element)] => {
            let mut tokens = write(element);
            tokens.extend(code(".done()"));
            tokens
        }
        [one @ (Node::Component { .. } | Node::Fragment(_) | Node::If { .. })] => html(one),
        [Node::Expression(expression)] => {
            let mut tokens = code(&format!("{ELEMENT}node"));
            tokens.extend(parentheses(expression.clone()));
            tokens
        }
        several => fragment(several),
    }
}

/// A node that is `Html` by itself.
fn html(node: &Node) -> TokenStream {
    match node {
        Node::Component { start, end, children } => {
            let mut inside: TokenStream = start.iter().cloned().collect();
            if !end.is_empty() {
                for child in children {
                    inside.extend(braces(root(std::slice::from_ref(child))));
                }
                inside.extend(end.iter().cloned());
            }
            let mut tokens = code("::yew::html!");
            tokens.extend(braces(inside));
            tokens
        }
        Node::Fragment(children) => fragment(children),
        Node::If { condition, then, otherwise } => {
            let mut tokens = code("if");
            tokens.extend(condition.clone());
            tokens.extend(braces(root(then)));
            tokens.extend(code("else"));
            tokens.extend(braces(if otherwise.is_empty() {
                code("::yew::Html::default()")
            } else {
                root(otherwise)
            }));
            braces(tokens)
        }
        other => root(std::slice::from_ref(other)),
    }
}

fn fragment(children: &[Node]) -> TokenStream {
    if children.is_empty() {
        return code("::yew::Html::default()");
    }
    let mut tokens = code(&format!("{ELEMENT}fragment()"));
    add(&mut tokens, children);
    tokens.extend(code(".list()"));
    tokens
}

fn add(tokens: &mut TokenStream, children: &[Node]) {
    for child in children {
        let (call, value) = match child {
            Node::Element(element) => (".element", write(element)),
            Node::Expression(expression) => (".child", expression.clone()),
            Node::For(iterator) => (".each", iterator.clone()),
            other => (".child", html(other)),
        };
        tokens.extend(code(call));
        tokens.extend(parentheses(value));
    }
}

/// The packed text: the tag, then `name` or `name=value` of each attribute, apart by zero characters; and the calls for the rest.
fn write(element: &Element) -> TokenStream {
    let mut packed = element.name.clone();
    let mut calls = TokenStream::new();
    let mut place = 0;
    let form_field = element.name == "input" || element.name == "textarea";
    for Attribute { name, value } in &element.attributes {
        let given = match value {
            Value::Known(text) => code(&format!("\"{text}\"")),
            Value::Expression(expression) => expression.clone(),
        };
        let mut call = |method: &str, first: &str| {
            let mut inside = code(first);
            inside.extend(given.clone());
            calls.extend(code(method));
            calls.extend(parentheses(inside));
        };
        match (name.as_str(), value) {
            ("key", _) => call(".key", ""),
            ("ref", _) => call(".node_ref", ""),
            ("value", _) if form_field => call(".value", ""),
            ("checked", _) if form_field => call(".checked", ""),
            (on, _) if on.starts_with("on") => call(
                &format!(".on::<::yew::html::{on}::Event>"),
                &format!("::yew::virtual_dom::ListenerKind::{on},"),
            ),
            (name, Value::Known(text)) => {
                packed.push_str(&format!("\\0{name}={text}"));
                place += 1;
            }
            (name, Value::Expression(_)) => {
                packed.push_str(&format!("\\0{name}"));
                call(".set", &format!("{place},"));
                place += 1;
            }
        }
    }
    let mut tokens = code_at(&format!("{ELEMENT}open(\"{packed}\")"), element.span);
    tokens.extend(calls);
    add(&mut tokens, &element.children);
    tokens
}
