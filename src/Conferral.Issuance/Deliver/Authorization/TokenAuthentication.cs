// How the client proves itself at the token endpoint.
namespace Conferral.Issuance.Deliver;

/// <summary>How the client proves itself at the token endpoint.</summary>
public enum TokenAuthentication
{
    /// <summary>HTTP Basic, as RFC 6749 §2.3.1 asks every server to support.</summary>
    Basic,

    /// <summary>client_id and client_secret as form fields.</summary>
    Post,
}
