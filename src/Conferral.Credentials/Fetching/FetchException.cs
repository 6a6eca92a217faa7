// Why a document could not be fetched.
namespace Conferral.Credentials.Fetching;

/// <summary>A document was not fetched. The message is a sentence that names what stood in the way. Says nothing about the document.</summary>
public sealed class FetchException(string message, Exception? inner = null) : Exception(message, inner);
