// Why a note, a checkpoint, a key or a tile could not be read.
namespace Conferral.Transparency;

/// <summary>A text or file of a log is not what it must be. The message says which and what to do.</summary>
public sealed class TransparencyException(string message, Exception? inner = null) : Exception(message, inner);
