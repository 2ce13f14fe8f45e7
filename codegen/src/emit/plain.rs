//! The plain layer: one method per operation, written by progenitor.
//!
//! progenitor gets a document made of the model, in which every type is a name that it is told to
//! replace by ours. So it writes requests and nothing else, and what it writes is cut into one file
//! per resource.

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use progenitor_impl::{GenerationSettings, Generator, HooksMode};
use quote::{ToTokens, quote};
use serde_json::{Map, Value, json};

use super::rust_type::{adapter, rust_type};
use super::tidy;
use crate::error::Error;
use crate::model::{
    Api, Encoding, Operation, Parameter, Resource, Response, Scalar, ScalarKind, Type,
};

/// The files of the plain layer, by name.
pub fn plain(api: &Api) -> Result<Vec<(String, TokenStream)>, Error> {
    let mut methods = Methods::new(generate(api)?)?;
    let mut files = vec![("mod".to_owned(), module(api, &methods.client))];
    for resource in &api.resources {
        files.push((resource.name.clone(), methods.file_of(api, resource)));
    }
    Ok(files)
}

/// The name of progenitor's method for an operation.
pub fn method_name(operation: &Operation) -> proc_macro2::Ident {
    let name = &operation.snake_id;
    // progenitor puts an underscore behind what is no identifier.
    match syn::parse_str::<proc_macro2::Ident>(name) {
        Ok(ident) => ident,
        Err(_) => quote::format_ident!("{name}_"),
    }
}

/// What a method of the plain layer decodes.
pub fn decoded_type(answer: &Response) -> TokenStream {
    let ty = answer.wire_type();
    let content = rust_type(ty);
    let content = match adapter(ty) {
        Some(adapter) => quote! { wire::DecodedAs<#content, #adapter> },
        None => content,
    };
    match &answer.member {
        Some(member) => {
            let holder = holder(member);
            quote! { plain::#holder<#content> }
        }
        None => content,
    }
}

/// The name of the type that stands for an answer with everything in one member.
fn holder(member: &str) -> proc_macro2::Ident {
    quote::format_ident!("In{}", member.to_pascal_case())
}

fn generate(api: &Api) -> Result<syn::File, Error> {
    let mut stub = Stub::default();
    for operation in api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
    {
        stub.add(operation);
    }
    let mut settings = GenerationSettings::new();
    settings
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { runtime::Transport });
    for (name, ty) in &stub.replacements {
        settings.with_replacement(name, ty, std::iter::empty());
    }
    let refused = |reason: String| Error::Progenitor { reason };
    let document =
        serde_json::from_value(stub.document(api)).map_err(|e| refused(e.to_string()))?;
    let tokens = Generator::new(&settings)
        .generate_tokens(&document)
        .map_err(|e| refused(e.to_string()))?;
    syn::parse2(tokens).map_err(|e| refused(e.to_string()))
}

/// The document that progenitor gets.
#[derive(Default)]
struct Stub {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    replacements: Vec<(String, String)>,
}

impl Stub {
    fn document(self, api: &Api) -> Value {
        json!({
            "openapi": "3.0.3",
            "info": {"title": api.title, "version": api.version},
            "paths": self.paths,
            "components": {"schemas": self.schemas},
        })
    }

    fn add(&mut self, operation: &Operation) {
        let id = operation.snake_id.to_pascal_case();
        let parameters: Vec<Value> = operation
            .path_parameters
            .iter()
            .map(|parameter| ("path", parameter))
            .chain(operation.query.iter().map(|parameter| ("query", parameter)))
            .map(|(place, parameter)| {
                json!({
                    "name": parameter.wire_name,
                    "in": place,
                    "required": parameter.required,
                    "schema": self.parameter_schema(&id, parameter),
                })
            })
            .collect();
        let mut item = json!({
            "operationId": operation.snake_id,
            "parameters": parameters,
            "responses": {"200": self.response(&id, operation)},
        });
        if let Some(body) = &operation.body {
            let schema = self.replaced(&format!("{id}Body"), &rust_type(&body.ty));
            item["requestBody"] =
                json!({"required": true, "content": {"application/json": {"schema": schema}}});
        }
        let path = self
            .paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}));
        path[operation.method.to_ascii_lowercase()] = item;
    }

    fn response(&mut self, id: &str, operation: &Operation) -> Value {
        if operation.response.ty == Type::Unit {
            return json!({"description": ""});
        }
        let schema = self.replaced(&format!("{id}Answer"), &decoded_type(&operation.response));
        json!({"description": "", "content": {"application/json": {"schema": schema}}})
    }

    fn parameter_schema(&mut self, id: &str, parameter: &Parameter) -> Value {
        let name = format!("{id}{}", parameter.wire_name.to_pascal_case());
        if parameter.filter.is_some() {
            return self.replaced(&name, &quote! { runtime::filter::ConditionQuery<'a> });
        }
        match plain_schema(&parameter.ty) {
            Some(schema) => schema,
            None => self.replaced(&name, &rust_type(&parameter.ty)),
        }
    }

    /// A reference to a schema that progenitor replaces by `ty`.
    fn replaced(&mut self, name: &str, ty: &TokenStream) -> Value {
        self.schemas
            .insert(name.to_owned(), json!({"type": "object"}));
        self.replacements.push((name.to_owned(), ty.to_string()));
        json!({"$ref": format!("#/components/schemas/{name}")})
    }
}

/// The schema of a parameter that progenitor has a Rust type for itself.
fn plain_schema(ty: &Type) -> Option<Value> {
    let Type::Scalar(Scalar {
        kind,
        encoding: Encoding::Exact,
    }) = ty
    else {
        return None;
    };
    Some(match kind {
        ScalarKind::Text => json!({"type": "string"}),
        ScalarKind::Int32 => json!({"type": "integer", "format": "int32"}),
        ScalarKind::Int64 => json!({"type": "integer", "format": "int64"}),
        ScalarKind::Unsigned => json!({"type": "integer", "format": "uint64"}),
        ScalarKind::Float => json!({"type": "number", "format": "double"}),
        ScalarKind::Boolean => json!({"type": "boolean"}),
        _ => return None,
    })
}

/// Whether the plain layer takes a parameter of this type by value.
pub fn is_plain_value(ty: &Type) -> bool {
    let is_text = matches!(
        ty,
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        })
    );
    !is_text && plain_schema(ty).is_some()
}

/// What progenitor wrote, taken apart.
struct Methods {
    /// The client with its constructor and what describes it.
    client: Vec<syn::Item>,
    /// The methods that call operations.
    calls: std::collections::HashMap<String, syn::ImplItemFn>,
}

impl Methods {
    fn new(mut file: syn::File) -> Result<Self, Error> {
        tidy::tidy(&mut file);
        let mut methods = Self {
            client: Vec::new(),
            calls: std::collections::HashMap::new(),
        };
        for item in file.items {
            match item {
                syn::Item::Struct(_) => methods.client.push(item),
                syn::Item::Impl(item) if item.trait_.is_some() => {
                    methods.client.push(syn::Item::Impl(item));
                }
                syn::Item::Impl(item) => methods.add_functions(item),
                _ => {}
            }
        }
        if methods.client.is_empty() {
            return Err(Error::Progenitor {
                reason: "it wrote no client".to_owned(),
            });
        }
        Ok(methods)
    }

    fn add_functions(&mut self, item: syn::ItemImpl) {
        for function in item.items {
            if let syn::ImplItem::Fn(function) = function
                && function.sig.asyncness.is_some()
            {
                self.calls.insert(function.sig.ident.to_string(), function);
            }
        }
    }

    fn file_of(&mut self, api: &Api, resource: &Resource) -> TokenStream {
        let functions: Vec<syn::ImplItemFn> = resource
            .operations
            .iter()
            .filter_map(|operation| self.calls.remove(&method_name(operation).to_string()))
            .collect();
        let body = quote! { impl Client { #(#functions)* } };
        let imports = imports(api, &body);
        quote! { #imports #body }
    }
}

/// The imports that the methods of a file need.
fn imports(api: &Api, body: &TokenStream) -> TokenStream {
    let present = identifiers(body);
    let uses = |name: &str| present.contains(name);
    let client = [
        "encode_path",
        "ClientHooks",
        "Error",
        "OperationInfo",
        "ResponseValue",
    ]
    .into_iter()
    .filter(|name| uses(name) || *name == "ClientHooks")
    .map(super::ident);
    let module = uses("progenitor_client").then(|| quote! { self, });
    let reqwest = uses("reqwest").then(|| quote! { use runtime::reqwest; });
    let wire = uses("wire").then(|| quote! { use runtime::wire; });
    let plain = uses("plain").then(|| quote! { use super::super::plain; });
    let types = api
        .types
        .keys()
        .any(|name| uses(name))
        .then(|| quote! { use super::super::types::*; });
    quote! {
        use runtime::progenitor_client::{#module #(#client),*};
        #reqwest
        #wire
        #plain
        #types
        use super::Client;
    }
}

/// All identifiers in the tokens.
fn identifiers(tokens: &TokenStream) -> std::collections::HashSet<String> {
    let mut found = std::collections::HashSet::new();
    let mut next = vec![tokens.clone()];
    while let Some(tokens) = next.pop() {
        for tree in tokens {
            match tree {
                proc_macro2::TokenTree::Ident(ident) => _ = found.insert(ident.to_string()),
                proc_macro2::TokenTree::Group(group) => next.push(group.stream()),
                _ => {}
            }
        }
    }
    found
}

/// `plain/mod.rs`.
fn module(api: &Api, client: &[syn::Item]) -> TokenStream {
    let modules = api
        .resources
        .iter()
        .map(|resource| super::ident(&resource.name));
    let client = client.iter().map(ToTokens::to_token_stream);
    let holders = holders(api);
    quote! {
        //! One method per operation, as progenitor writes them; [`super::resources`] calls them.

        #(mod #modules;)*

        use runtime::progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
        use runtime::reqwest;

        #(#client)*

        impl Client {
            pub(super) fn new(transport: runtime::Transport) -> Self {
                Self {
                    baseurl: transport.base_url().to_owned(),
                    client: transport.http().clone(),
                    inner: transport,
                }
            }

            /// What sends the requests.
            pub(super) fn transport(&self) -> &runtime::Transport {
                &self.inner
            }

            /// The same client, for one call.
            pub(super) fn for_call(
                &self,
                operation: &'static runtime::Operation,
                options: runtime::CallOptions,
            ) -> Self {
                Self {
                    baseurl: self.baseurl.clone(),
                    client: self.client.clone(),
                    inner: self.inner.for_call(operation, options),
                }
            }
        }

        impl ClientHooks<runtime::Transport> for Client {
            #[inline]
            fn exec(
                &self,
                request: reqwest::Request,
                info: &OperationInfo,
            ) -> impl Future<Output = reqwest::Result<reqwest::Response>> {
                self.inner.exec(request, info.operation_id)
            }
        }

        #(#holders)*
    }
}

/// A type for each member that `x-unwrap` names.
fn holders(api: &Api) -> Vec<TokenStream> {
    let mut members: Vec<&String> = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .filter_map(|operation| operation.response.member.as_ref())
        .collect();
    members.sort();
    members.dedup();
    members
        .into_iter()
        .map(|member| {
            let name = holder(member);
            let docs =
                super::docs::outer(&format!("An answer that stands in its member `{member}`."));
            quote! {
                #docs
                #[derive(serde::Deserialize)]
                pub(super) struct #name<T> {
                    #[serde(rename = #member)]
                    pub(super) content: T,
                }
            }
        })
        .collect()
}
