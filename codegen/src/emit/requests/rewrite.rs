//! Makes a function that builds a request out of a method that progenitor wrote.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, FnArg, Ident, ImplItemFn, Stmt, Token};

use crate::error::Error;
use crate::model::Operation;

/// The function for `operation`, out of the method that progenitor wrote for it; `types` are the
/// names of the API's types.
pub(super) fn function(
    operation: &Operation,
    method: ImplItemFn,
    types: &BTreeSet<&str>,
) -> Result<TokenStream, Error> {
    let unexpected = |what: &str| Error::Progenitor {
        reason: format!("in the method of `{}`: {what}", operation.id),
    };
    let ImplItemFn { sig, block, .. } = method;
    let name = &sig.ident;
    let arguments = arguments(sig.inputs, types);
    let rewrite = Rewrite {
        operation,
        transport: transport_name(&arguments),
    };
    let mut statements = Vec::new();
    let mut request = None;
    for statement in block.stmts {
        // Other statements fill the headers, which the client adds itself.
        let Stmt::Local(mut local) = statement else {
            continue;
        };
        let Some(init) = &mut local.init else {
            continue;
        };
        if let Some(call) = build_call(&init.expr) {
            request = rewrite.chain(call);
            break;
        }
        if let Expr::Macro(format) = &mut *init.expr {
            let url = rewrite.url(&format.mac.tokens);
            let (segments, tokens) = url.ok_or_else(|| unexpected("expected a URL"))?;
            format.mac.tokens = tokens;
            statements.extend(segments);
            statements.push(local.to_token_stream());
        }
    }
    let request = request.ok_or_else(|| unexpected("expected `let request = ..build()?;`"))?;
    let transport = &rewrite.transport;
    Ok(quote! {
        #[inline]
        pub fn #name(#transport: &Transport, #(#arguments),*) -> Result<Request> {
            #(#statements)*
            #request
        }
    })
}

/// The call `..build()` of `..build()?`.
fn build_call(expression: &Expr) -> Option<&ExprMethodCall> {
    let Expr::Try(tried) = expression else {
        return None;
    };
    match &*tried.expr {
        Expr::MethodCall(call) if call.method == "build" => Some(call),
        _ => None,
    }
}

/// The arguments without the receiver and without lifetimes.
fn arguments(inputs: Punctuated<FnArg, Token![,]>, types: &BTreeSet<&str>) -> Vec<syn::PatType> {
    let arguments = inputs.into_iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    arguments
        .map(|mut argument| {
            Types(types).visit_pat_type_mut(&mut argument);
            argument
        })
        .collect()
}

/// A name for the transport that no argument has.
fn transport_name(arguments: &[syn::PatType]) -> Ident {
    let mut name = "api".to_owned();
    let is_taken = |name: &str| {
        arguments
            .iter()
            .any(|argument| matches!(&*argument.pat, syn::Pat::Ident(taken) if taken.ident == name))
    };
    while is_taken(&name) {
        name.push('_');
    }
    format_ident!("{name}")
}

/// Removes lifetimes, qualifies the API's types, and makes slices of references to lists.
struct Types<'a>(&'a BTreeSet<&'a str>);

impl VisitMut for Types<'_> {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        visit_mut::visit_type_reference_mut(self, reference);
        if let syn::Type::Path(path) = &*reference.elem
            && let Some(last) = path.path.segments.last()
            && last.ident == "Vec"
            && let syn::PathArguments::AngleBracketed(items) = &last.arguments
        {
            let item = &items.args;
            *reference.elem = syn::parse_quote! { [#item] };
        }
    }

    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        visit_mut::visit_type_path_mut(self, path);
        if let Some(name) = path.path.get_ident()
            && self.0.contains(name.to_string().as_str())
        {
            path.path = syn::parse_quote! { types::#name };
        }
    }
}

struct Rewrite<'a> {
    operation: &'a Operation,
    transport: Ident,
}

impl Rewrite<'_> {
    /// For the arguments of `format!("{}/path/{}", self.baseurl, encode_path(..))`: statements that
    /// encode the path parameters, and the arguments with the encoded ones.
    fn url(&self, tokens: &TokenStream) -> Option<(Vec<TokenStream>, TokenStream)> {
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = syn::parse::Parser::parse2(parse, tokens.clone()).ok()?;
        let mut arguments = arguments.into_iter();
        let (template, _base_url) = (arguments.next()?, arguments.next()?);
        let segments: Option<Vec<Expr>> = arguments.map(encoded).collect();
        let (transport, segments) = (&self.transport, segments?);
        let format = quote! { #template, #transport.base_url() #(, #segments)* };
        let encode = segments
            .iter()
            .map(|segment| quote! { let #segment = path_segment(#segment)?; });
        Some((encode.collect(), format))
    }

    /// The calls on a request builder as calls on ours.
    fn chain(&self, call: &ExprMethodCall) -> Option<TokenStream> {
        let ExprMethodCall {
            receiver,
            method,
            args,
            ..
        } = call;
        let name = method.to_string();
        if is_field(receiver, "client") {
            let (transport, url) = (&self.transport, args.first()?);
            let method = format_ident!("{}", heck::ToPascalCase::to_pascal_case(name.as_str()));
            return Some(quote! { #transport.request(Method::#method, #url) });
        }
        let Expr::MethodCall(before) = &**receiver else {
            return None;
        };
        let before = self.chain(before)?;
        match name.as_str() {
            "header" | "headers" => Some(before),
            "build" => Some(quote! { #before.build() }),
            "json" => {
                let body = referenced(args.first()?)?;
                Some(quote! { #before.json(#body) })
            }
            "query" => {
                let query = self.query(args.first()?)?;
                Some(quote! { #before.#query })
            }
            _ => None,
        }
    }

    /// The call for `&progenitor_client::QueryParam::new("name", &value)`.
    fn query(&self, argument: &Expr) -> Option<TokenStream> {
        let Expr::Call(new) = referenced(argument)? else {
            return None;
        };
        let (name, value) = (new.args.first()?, new.args.get(1)?);
        let Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(wire_name),
            ..
        }) = name
        else {
            return None;
        };
        let mut query = self.operation.query.iter();
        let parameter = query.find(|parameter| parameter.wire_name == wire_name.value())?;
        match &parameter.filter {
            None => Some(quote! { query(#name, #value) }),
            Some(names) => {
                let (condition, values) = (&names.condition, &names.values);
                let filter = referenced(value)?;
                Some(quote! { filter(#filter, #condition, &[#(#values),*]) })
            }
        }
    }
}

/// The value of `encode_path(&value.to_string())`.
fn encoded(argument: Expr) -> Option<Expr> {
    let Expr::Call(call) = argument else {
        return None;
    };
    match referenced(call.args.first()?)? {
        Expr::MethodCall(to_string) => Some((*to_string.receiver).clone()),
        _ => None,
    }
}

fn referenced(expression: &Expr) -> Option<&Expr> {
    match expression {
        Expr::Reference(reference) => Some(&reference.expr),
        _ => None,
    }
}

/// Whether the expression is `self.name`.
fn is_field(expression: &Expr, name: &str) -> bool {
    match expression {
        Expr::Field(field) => {
            matches!(&field.member, syn::Member::Named(member) if member == name)
        }
        _ => false,
    }
}
