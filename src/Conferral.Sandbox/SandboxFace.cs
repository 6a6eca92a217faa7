// How a platform looks from outside: the faces the sandbox can wear, one for each built-in platform profile.
namespace Conferral.Sandbox;

/// <summary>In what words a platform refuses.</summary>
public enum RefusalForm
{
    /// <summary>Imsx_StatusInfo, as the standard has it.</summary>
    Imsx,

    /// <summary>Imsx_StatusInfo with <c>imsx_CodeMinor</c>, its values without underscores, and <c>imsx_error_details</c>.</summary>
    ImsxCapital,

    /// <summary><c>{"success": false, "error": {"code", "message"}}</c>.</summary>
    Success,
}

/// <summary>What a platform answers to a credential it took.</summary>
public enum AcceptanceForm
{
    /// <summary>The credential, byte for byte.</summary>
    Echo,

    /// <summary>The credential with the platform's proof in place of the issuer's.</summary>
    ReSigned,

    /// <summary><c>{"success": true, "clrCredentialId"}</c> and a header with the same id.</summary>
    HostId,
}

/// <summary>One face. What is checked and stored is the same behind all of them.</summary>
public sealed record SandboxFace
{
    /// <summary>The sandbox's own: the standard with Location, reading by address, and arrays that discovery advertises.</summary>
    public static SandboxFace Sandbox { get; } = new() { Name = "sandbox" };

    /// <summary>The standard as published: no arrays, no Location, no reading by address.</summary>
    public static SandboxFace Standard { get; } = new() { Name = "standard", TakesArrays = false, Locates = false };

    /// <summary>Arrays at the same address, not advertised; 201, or 207 with a result and a Location for each.</summary>
    public static SandboxFace BatchArray { get; } = new() { Name = "batch-array", AdvertisesArrays = false, ArraySuccess = 201 };

    /// <summary>Addresses end with a slash; JSON only; signs anew; 422; nothing can be read back.</summary>
    public static SandboxFace Timeback { get; } = new()
    {
        Name = "timeback",
        TakesArrays = false,
        Locates = false,
        Lists = false,
        NeedsSlash = true,
        TakesLinkedDataType = false,
        InvalidStatus = 422,
        Refusals = RefusalForm.ImsxCapital,
        Acceptance = AcceptanceForm.ReSigned,
    };

    /// <summary>A platform with words of its own: ids in body and header, <c>success</c>, and a list under <c>credentials</c>.</summary>
    public static SandboxFace Generic { get; } = new()
    {
        Name = "generic",
        TakesArrays = false,
        InvalidStatus = 422,
        Refusals = RefusalForm.Success,
        Acceptance = AcceptanceForm.HostId,
        ListName = "credentials",
    };

    public static IReadOnlyList<SandboxFace> All { get; } = [Sandbox, Standard, BatchArray, Timeback, Generic];

    public required string Name { get; init; }

    public bool TakesArrays { get; init; } = true;

    /// <summary>Discovery tells of the batch extension.</summary>
    public bool AdvertisesArrays { get; init; } = true;

    /// <summary>The status of an array that was stored whole.</summary>
    public int ArraySuccess { get; init; } = 200;

    /// <summary>Answers carry Location, and what it names can be read.</summary>
    public bool Locates { get; init; } = true;

    /// <summary>GET on credentials is offered.</summary>
    public bool Lists { get; init; } = true;

    /// <summary>The member of a page that holds the credentials.</summary>
    public string ListName { get; init; } = "credential";

    /// <summary>Addresses of the service end with a slash, and others are not found.</summary>
    public bool NeedsSlash { get; init; }

    /// <summary>Takes application/vc+ld+json beside application/json.</summary>
    public bool TakesLinkedDataType { get; init; } = true;

    /// <summary>The status of a document that is refused for what it says.</summary>
    public int InvalidStatus { get; init; } = 400;

    public RefusalForm Refusals { get; init; }

    public AcceptanceForm Acceptance { get; init; }

    /// <summary>Errors: <see cref="FormatException"/> for a name that is none.</summary>
    public static SandboxFace Named(string name) => All.FirstOrDefault(face => face.Name == name)
        ?? throw new FormatException($"There is no sandbox profile '{name}'; write one of {string.Join(", ", All.Select(face => face.Name))}.");
}
