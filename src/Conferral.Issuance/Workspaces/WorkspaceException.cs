// The workspace or its settings cannot be used.
namespace Conferral.Issuance.Workspaces;

/// <summary>A setting is missing or wrong. The message names the file, the line or key, and what to write instead.</summary>
public sealed class WorkspaceException(string message, Exception? inner = null) : Exception(message, inner);
