// Why a credential could not be put into an image or taken out of one.
namespace Conferral.Credentials.Baking;

/// <summary>Stable reasons.</summary>
public enum BakingErrorCode
{
    /// <summary>The file is no PNG or SVG image, or a damaged one.</summary>
    NotAnImage,

    /// <summary>The image is larger than what is read.</summary>
    TooLarge,

    /// <summary>A sound image without a credential.</summary>
    NothingBaked,

    /// <summary>The image holds more than one credential, or one in a form that readers take differently.</summary>
    Ambiguous,

    /// <summary>What is to be baked is not one signed credential.</summary>
    NotACredential,
}

/// <summary>Image or credential cannot be used. The message says what to do next and holds nothing of either.</summary>
public sealed class BakingException(BakingErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public BakingErrorCode Code { get; } = code;
}
