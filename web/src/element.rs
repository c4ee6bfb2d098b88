//! What `html!` calls (see `crates/markup`): few functions, none of them compiled anew for every element.

use crate::locale::Text;
use std::cell::RefCell;
use std::rc::Rc;
use yew::html::IntoEventCallback;
use yew::prelude::*;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VNode, VTag, VText,
};

/// Yew's prelude, with this `html!` and these classes.
pub(crate) mod prelude {
    pub(crate) use super::{Classes, classes};
    pub(crate) use markup::html;
    pub(crate) use yew::prelude::*;
}

type Values = Box<[Option<AttributeOrProperty>]>;

/// What is known of an element before it is drawn.
#[derive(Clone)]
struct Known {
    tag: &'static str,
    /// The names of all attributes, also of those that are given while drawing.
    names: &'static [&'static str],
    values: Values,
}

thread_local! {
    /// By the address of the packed text. There are as many as there are elements in the program's text.
    static KNOWN: RefCell<Vec<(usize, Known)>> = const { RefCell::new(Vec::new()) };
}

/// An element under construction.
pub(crate) struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    names: &'static [&'static str],
    values: Values,
    children: Vec<VNode>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    key: Option<Key>,
    node_ref: NodeRef,
    value: Option<AttrValue>,
    checked: Option<bool>,
}

/// Begins an element: the tag, then `name` or `name=value` of every attribute, apart by zero characters.
#[inline(never)]
pub(crate) fn open(packed: &'static str) -> Element {
    let Known { tag, names, values } = known(packed);
    Element(Box::new(Parts {
        tag,
        names,
        values,
        children: Vec::new(),
        listeners: Vec::new(),
        key: None,
        node_ref: NodeRef::default(),
        value: None,
        checked: None,
    }))
}

/// Begins a list of nodes.
pub(crate) fn fragment() -> Element {
    open("")
}

/// A node by itself.
pub(crate) fn node(child: impl Child) -> Html {
    child.node()
}

#[inline(never)]
fn known(packed: &'static str) -> Known {
    let address = packed.as_ptr() as usize;
    KNOWN.with_borrow_mut(|all| match all.binary_search_by_key(&address, |(address, _)| *address) {
        Ok(at) => all[at].1.clone(),
        Err(at) => {
            let known = take_apart(packed);
            all.insert(at, (address, known.clone()));
            known
        }
    })
}

fn take_apart(packed: &'static str) -> Known {
    let mut parts = packed.split('\0');
    let tag = parts.next().unwrap_or_default();
    let mut names = Vec::new();
    let mut values = Vec::new();
    for part in parts {
        let (name, value) = match part.split_once('=') {
            Some((name, value)) => (name, Some(AttributeOrProperty::Static(value))),
            None => (part, None),
        };
        names.push(name);
        values.push(value);
    }
    Known { tag, names: names.leak(), values: values.into() }
}

impl Element {
    /// Sets the attribute at this place among the names.
    pub(crate) fn set(self, place: usize, value: impl Value) -> Self {
        match value.text() {
            Some(text) => self.set_text(place, text),
            None => self,
        }
    }

    #[inline(never)]
    fn set_text(mut self, place: usize, text: AttrValue) -> Self {
        // A flag's value is its name.
        let text = if &*text == FLAG { AttrValue::Static(self.0.names[place]) } else { text };
        self.0.values[place] = Some(AttributeOrProperty::Attribute(text));
        self
    }

    pub(crate) fn key(mut self, key: impl Into<Key>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    pub(crate) fn node_ref(mut self, node_ref: impl Into<NodeRef>) -> Self {
        self.0.node_ref = node_ref.into();
        self
    }

    /// What a form field shows.
    pub(crate) fn value(mut self, value: impl Value) -> Self {
        self.0.value = value.text();
        self
    }

    /// Whether a box is ticked.
    pub(crate) fn checked(mut self, checked: bool) -> Self {
        self.0.checked = Some(checked);
        self
    }

    pub(crate) fn on<E: wasm_bindgen::JsCast + 'static>(
        mut self,
        kind: ListenerKind,
        callback: impl IntoEventCallback<E>,
    ) -> Self {
        if let Some(callback) = callback.into_event_callback() {
            self.0.listeners.push(Some(Rc::new(On { kind, callback })));
        }
        self
    }

    #[inline(never)]
    pub(crate) fn element(self, child: Self) -> Self {
        let child = child.done();
        self.push(child)
    }

    pub(crate) fn child(self, child: impl Child) -> Self {
        let child = child.node();
        self.push(child)
    }

    /// Adds a list of children as one.
    pub(crate) fn each(self, children: impl IntoIterator<Item = impl Child>) -> Self {
        let mut nodes = Vec::new();
        for child in children {
            nodes.push(child.node());
        }
        self.push(VNode::VList(Rc::new(VList::with_children(nodes, None))))
    }

    #[inline(never)]
    fn push(mut self, child: VNode) -> Self {
        self.0.children.push(child);
        self
    }

    /// The children alone.
    #[inline(never)]
    pub(crate) fn list(self) -> Html {
        list(self.0.children)
    }

    #[inline(never)]
    pub(crate) fn done(self) -> Html {
        let parts = *self.0;
        let mut tag = VTag::new(parts.tag);
        tag.set_attributes(Attributes::Dynamic { keys: parts.names, values: parts.values });
        if !parts.listeners.is_empty() {
            tag.set_listeners(parts.listeners.into());
        }
        tag.key = parts.key;
        tag.node_ref = parts.node_ref;
        if let Some(value) = parts.value {
            tag.set_value(value);
        }
        if let Some(checked) = parts.checked {
            tag.set_checked(checked);
        }
        if let Some(children) = tag.children_mut() {
            *children = list(parts.children);
        }
        VNode::VTag(Rc::new(tag))
    }
}

#[inline(never)]
fn list(mut nodes: Vec<VNode>) -> Html {
    // At one place of the program the number of children is always the same, so the tree keeps its shape.
    match (nodes.pop(), nodes.is_empty()) {
        (None, _) => Html::default(),
        (Some(only), true) => only,
        (Some(last), false) => {
            nodes.push(last);
            VNode::VList(Rc::new(VList::with_children(nodes, None)))
        }
    }
}

/// A callback on an element.
struct On<E> {
    kind: ListenerKind,
    callback: Callback<E>,
}

impl<E: wasm_bindgen::JsCast + 'static> Listener for On<E> {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        self.callback.emit(wasm_bindgen::JsCast::unchecked_into(event));
    }

    fn passive(&self) -> bool {
        false
    }
}

/// The classes of an element; none, if there is none.
#[derive(Clone)]
pub(crate) struct Classes(Option<AttrValue>);

/// The classes that are there: each part is one, or several apart by blanks, or an `Option` of that.
macro_rules! classes {
    ($($part:expr),* $(,)?) => {
        $crate::element::Classes::of(&[$(Option::<&'static str>::from($part)),*])
    };
}
pub(crate) use classes;

impl Classes {
    pub(crate) fn of(parts: &[Option<&'static str>]) -> Self {
        let mut there = parts.iter().flatten().filter(|part| !part.is_empty());
        let Some(first) = there.next() else { return Self(None) };
        let Some(second) = there.next() else { return Self(Some(AttrValue::Static(first))) };
        let mut all = String::from(*first);
        for part in std::iter::once(second).chain(there) {
            all.push(' ');
            all.push_str(part);
        }
        Self(Some(all.into()))
    }
}

/// Stands for the value of an attribute that is there or is not.
const FLAG: &str = "\0";

/// What can be an attribute's value; none: the attribute is not there.
pub(crate) trait Value {
    fn text(self) -> Option<AttrValue>;
}

impl Value for AttrValue {
    fn text(self) -> Option<AttrValue> {
        Some(self)
    }
}

impl Value for &'static str {
    fn text(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self))
    }
}

impl Value for Text {
    fn text(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

impl Value for String {
    fn text(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

impl Value for Rc<str> {
    fn text(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

impl Value for Classes {
    fn text(self) -> Option<AttrValue> {
        self.0
    }
}

impl Value for bool {
    fn text(self) -> Option<AttrValue> {
        self.then_some(AttrValue::Static(FLAG))
    }
}

impl<T: Value> Value for Option<T> {
    fn text(self) -> Option<AttrValue> {
        self.and_then(Value::text)
    }
}

/// What can stand between two tags.
pub(crate) trait Child {
    fn node(self) -> Html;
}

impl Child for Html {
    fn node(self) -> Html {
        self
    }
}

#[inline(never)]
fn text(text: AttrValue) -> Html {
    VNode::VText(VText::new(text))
}

impl Child for AttrValue {
    fn node(self) -> Html {
        text(self)
    }
}

impl Child for &str {
    fn node(self) -> Html {
        text(AttrValue::from(self.to_owned()))
    }
}

impl Child for Text {
    fn node(self) -> Html {
        text(self.into())
    }
}

impl Child for String {
    fn node(self) -> Html {
        text(self.into())
    }
}

impl Child for Rc<str> {
    fn node(self) -> Html {
        text(self.into())
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl Child for $number {
            fn node(self) -> Html {
                text(self.to_string().into())
            }
        })*
    };
}

numbers! { i32 u32 i64 u64 usize }

impl<T: Child> Child for Option<T> {
    fn node(self) -> Html {
        self.map_or_else(Html::default, Child::node)
    }
}

impl<T: Child + Clone> Child for &T {
    fn node(self) -> Html {
        self.clone().node()
    }
}
