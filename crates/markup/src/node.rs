//! Tokens to nodes.

use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};
use std::iter::Peekable;

type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// What is wrong, and where.
pub(crate) struct Mistake {
    pub(crate) at: Span,
    pub(crate) what: &'static str,
}

type Read<T> = Result<T, Mistake>;

/// What stands between two tags.
pub(crate) enum Node {
    Element(Element),
    /// `<Name …>`: its start tag as it was written, and what is in it.
    Component {
        start: Vec<TokenTree>,
        end: Vec<TokenTree>,
        children: Vec<Self>,
    },
    /// `<>…</>`
    Fragment(Vec<Self>),
    /// `{ … }` or a text.
    Expression(TokenStream),
    /// `{ for … }`
    For(TokenStream),
    /// `if condition { … } else …`
    If {
        condition: TokenStream,
        then: Vec<Self>,
        otherwise: Vec<Self>,
    },
}

/// `<name …>…</name>`
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

/// `name="known"` or `name={expression}`
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// An attribute's value.
pub(crate) enum Value {
    /// A text, as it is written between its quotes.
    Known(String),
    Expression(TokenStream),
}

/// What stands in the whole macro: nodes, or one expression.
pub(crate) fn roots(tokens: TokenStream) -> Read<Vec<Node>> {
    match tokens.clone().into_iter().next() {
        Some(TokenTree::Punct(p)) if p.as_char() == '<' => children(tokens),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => children(tokens),
        Some(TokenTree::Ident(word)) if word.to_string() == "if" => children(tokens),
        None => Ok(Vec::new()),
        Some(_) => Ok(vec![Node::Expression(braces(tokens))]),
    }
}

/// All nodes of these tokens.
fn children(tokens: TokenStream) -> Read<Vec<Node>> {
    let mut tokens = tokens.into_iter().peekable();
    let mut nodes = Vec::new();
    while tokens.peek().is_some() {
        nodes.push(node(&mut tokens)?);
    }
    Ok(nodes)
}

fn is(token: Option<&TokenTree>, what: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == what)
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(i)) if i.to_string() == word)
}

fn node(tokens: &mut Tokens) -> Read<Node> {
    match tokens.next() {
        Some(TokenTree::Punct(p)) if p.as_char() == '<' => tag(tokens, &TokenTree::Punct(p)),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let mut inside = group.stream().into_iter().peekable();
            if is_word(inside.peek(), "for") {
                inside.next();
                return Ok(Node::For(inside.collect()));
            }
            Ok(Node::Expression(braces(group.stream())))
        }
        Some(TokenTree::Ident(word)) if word.to_string() == "if" => condition(tokens, word.span()),
        Some(TokenTree::Literal(text)) => Ok(Node::Expression(TokenTree::Literal(text).into())),
        Some(other) => {
            Err(Mistake { at: other.span(), what: "expected an element, `{ … }`, `if` or a text" })
        }
        None => Err(Mistake { at: Span::call_site(), what: "expected an element" }),
    }
}

/// What follows `if`.
fn condition(tokens: &mut Tokens, at: Span) -> Read<Node> {
    let mut condition = TokenStream::new();
    let then = loop {
        match tokens.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                break roots(group.stream())?;
            }
            Some(token) => condition.extend([token]),
            None => return Err(Mistake { at, what: "`if` needs a block" }),
        }
    };
    let mut otherwise = Vec::new();
    if is_word(tokens.peek(), "else") {
        tokens.next();
        match tokens.next() {
            Some(TokenTree::Ident(word)) if word.to_string() == "if" => {
                otherwise.push(self::condition(tokens, word.span())?);
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                otherwise = roots(group.stream())?;
            }
            _ => return Err(Mistake { at, what: "`else` needs a block" }),
        }
    }
    Ok(Node::If { condition, then, otherwise })
}

/// What follows `<`.
fn tag(tokens: &mut Tokens, open: &TokenTree) -> Read<Node> {
    if is(tokens.peek(), '>') {
        tokens.next();
        let (children, _) = until_end(tokens, open.span(), "")?;
        return Ok(Node::Fragment(children));
    }
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return Err(Mistake { at: open.span(), what: "`<` needs a name" });
    };
    let (span, word) = (name.span(), name.to_string());
    if word.starts_with(char::is_uppercase) {
        return component(tokens, vec![open.clone(), TokenTree::Ident(name)], span, &word);
    }
    let mut attributes = Vec::new();
    loop {
        match tokens.next() {
            Some(TokenTree::Punct(p)) if p.as_char() == '>' => break,
            Some(TokenTree::Punct(p)) if p.as_char() == '/' => {
                tokens.next();
                return Ok(Node::Element(Element { name: word, span, attributes, children: Vec::new() }));
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let value = Value::Expression(group.stream());
                attributes.push(Attribute { name: group.stream().to_string(), value });
            }
            Some(TokenTree::Ident(start)) => {
                let name = name_from(start.to_string(), tokens);
                attributes.push(Attribute { name, value: value(tokens, start.span())? });
            }
            Some(other) => return Err(Mistake { at: other.span(), what: "expected an attribute" }),
            None => return Err(Mistake { at: span, what: "this tag has no end" }),
        }
    }
    let (children, _) = until_end(tokens, span, &word)?;
    Ok(Node::Element(Element { name: word, span, attributes, children }))
}

/// The rest of a name like `aria-label`.
fn name_from(mut name: String, tokens: &mut Tokens) -> String {
    while is(tokens.peek(), '-') || is(tokens.peek(), ':') {
        for part in tokens.by_ref().take(2) {
            name.push_str(&part.to_string());
        }
    }
    name
}

fn value(tokens: &mut Tokens, at: Span) -> Read<Value> {
    if !is(tokens.peek(), '=') {
        return Err(Mistake { at, what: "an attribute needs a value" });
    }
    tokens.next();
    match tokens.next() {
        Some(TokenTree::Literal(literal)) => {
            let text = literal.to_string();
            let known = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
            Ok(match known {
                Some(known) => Value::Known(known.to_owned()),
                None => Value::Expression(TokenTree::Literal(literal).into()),
            })
        }
        Some(TokenTree::Group(group)) => Ok(Value::Expression(braces(group.stream()))),
        Some(TokenTree::Ident(word)) => Ok(Value::Expression(TokenTree::Ident(word).into())),
        _ => Err(Mistake { at, what: "a value is `\"text\"`, `word` or `{expression}`" }),
    }
}

fn component(tokens: &mut Tokens, mut start: Vec<TokenTree>, at: Span, name: &str) -> Read<Node> {
    loop {
        let Some(token) = tokens.next() else { return Err(Mistake { at, what: "this tag has no end" }) };
        if is(Some(&token), '/') && is(tokens.peek(), '>') {
            start.push(token);
            start.extend(tokens.next());
            return Ok(Node::Component { start, end: Vec::new(), children: Vec::new() });
        }
        let ends = is(Some(&token), '>');
        start.push(token);
        if ends {
            break;
        }
    }
    let (children, end) = until_end(tokens, at, name)?;
    Ok(Node::Component { start, end, children })
}

/// The nodes up to `</name>`, and that.
fn until_end(tokens: &mut Tokens, at: Span, name: &str) -> Read<(Vec<Node>, Vec<TokenTree>)> {
    let mut nodes = Vec::new();
    loop {
        if tokens.peek().is_none() {
            return Err(Mistake { at, what: "this tag has no end tag" });
        }
        if !is(tokens.peek(), '<') {
            nodes.push(node(tokens)?);
            continue;
        }
        let Some(open) = tokens.next() else { continue };
        if !is(tokens.peek(), '/') {
            nodes.push(tag(tokens, &open)?);
            continue;
        }
        let mut end = vec![open];
        let mut word = String::new();
        for token in tokens.by_ref() {
            let done = is(Some(&token), '>');
            if let TokenTree::Ident(ident) = &token {
                word = ident.to_string();
            }
            end.push(token);
            if done {
                break;
            }
        }
        if word != name {
            return Err(Mistake { at, what: "this tag and the next end tag do not fit" });
        }
        return Ok((nodes, end));
    }
}

/// These tokens in braces that are nobody's: whether they are needed is not asked.
pub(crate) fn braces(tokens: TokenStream) -> TokenStream {
    TokenTree::Group(Group::new(Delimiter::Brace, tokens)).into()
}
