"""The client of the Tenantry API: generated operations, with credentials, retries and pages."""

from .auth import Auth, Basic, ClientCredentials
from .client import Tenantry, etag
from .errors import TenantryConnectionError, TenantryProblem, TenantryTokenError

__all__ = [
    "Auth",
    "Basic",
    "ClientCredentials",
    "Tenantry",
    "TenantryConnectionError",
    "TenantryProblem",
    "TenantryTokenError",
    "etag",
]
