// A token that was taken apart, with the form in which it holds its credential.
namespace Conferral.Credentials.Jwt;

internal sealed record OpenedToken(CompactToken Token, TokenForm Form);
