// Why bytes are not a token that everybody would read alike.
namespace Conferral.Credentials.Jwt;

/// <summary>The bytes are not one well-formed token with a credential in it. The message is a sentence without content of the token.</summary>
internal sealed class MalformedTokenException(string message, Exception? inner = null) : Exception(message, inner);
