//! Errors as HTTP answers.

use crate::error::NodeError;
use axum::Json;
use axum::response::{IntoResponse, Response};

impl IntoResponse for NodeError {
    fn into_response(self) -> Response {
        (self.code.status(), Json(self)).into_response()
    }
}
