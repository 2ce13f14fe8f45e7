//! Passes over what progenitor wrote.

use syn::visit_mut::{self, VisitMut};

/// Makes the code shorter: no docs, which the public layer has, no `allow`, which the module has, no
/// headers, of which the transport sends those that the API knows, no hooks before and after, which
/// do nothing, no leading `::`, and no wider than the crate.
pub(super) fn tidy(file: &mut syn::File) {
    Tidy.visit_file_mut(file);
}

struct Tidy;

/// What progenitor collects a request's headers in.
const HEADERS: &str = "header_map";

/// Whether a statement makes or fills the headers.
fn is_about_headers(statement: &syn::Stmt) -> bool {
    match statement {
        syn::Stmt::Local(local) => {
            matches!(&local.pat, syn::Pat::Ident(pattern) if pattern.ident == HEADERS)
        }
        syn::Stmt::Expr(syn::Expr::MethodCall(call), _) => {
            matches!(&*call.receiver, syn::Expr::Path(path) if path.path.is_ident(HEADERS))
        }
        _ => false,
    }
}

/// Whether a statement calls a hook before or after a request.
fn is_hook(statement: &syn::Stmt) -> bool {
    let syn::Stmt::Expr(syn::Expr::Try(tried), _) = statement else {
        return false;
    };
    let syn::Expr::Await(awaited) = &*tried.expr else {
        return false;
    };
    matches!(&*awaited.base, syn::Expr::MethodCall(call) if call.method == "pre" || call.method == "post")
}

impl VisitMut for Tidy {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block
            .stmts
            .retain(|statement| !is_about_headers(statement) && !is_hook(statement));
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        // Only a hook would have changed it.
        if pattern.ident == "request" {
            pattern.mutability = None;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut syn::Expr) {
        while let syn::Expr::MethodCall(call) = expression
            && (call.method == "header" || call.method == "headers")
        {
            *expression = (*call.receiver).clone();
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| {
            !attribute.path().is_ident("doc") && !attribute.path().is_ident("allow")
        });
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path
            .segments
            .first()
            .is_some_and(|segment| segment.ident == "reqwest")
        {
            path.leading_colon = None;
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        if !matches!(function.vis, syn::Visibility::Inherited) {
            function.vis = syn::parse_quote! { pub(in super::super) };
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }
}
