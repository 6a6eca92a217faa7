// Who issued: a profile, its address and its picture.
namespace Conferral.Credentials.Model;

/// <summary>An institution or a person. Spec: Open Badges 3.0, Profile.</summary>
public sealed record Profile
{
    private static readonly string[] DefaultType = ["Profile"];

    public required string Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public string? Name { get; init; }

    public string? Url { get; init; }

    public string? Description { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public Image? Image { get; init; }

    public Address? Address { get; init; }

    public IReadOnlyList<IdentifierEntry>? OtherIdentifier { get; init => field = Absent.IfEmpty(value); }

    public string? Official { get; init; }

    public Profile? ParentOrg { get; init; }
}

/// <summary>A postal address. Spec: Open Badges 3.0, Address.</summary>
public sealed record Address
{
    private static readonly string[] DefaultType = ["Address"];

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public string? StreetAddress { get; init; }

    public string? PostOfficeBoxNumber { get; init; }

    public string? PostalCode { get; init; }

    public string? AddressLocality { get; init; }

    public string? AddressRegion { get; init; }

    public string? AddressCountry { get; init; }

    public string? AddressCountryCode { get; init; }
}

/// <summary>A picture by its address or as a data URI. Spec: Open Badges 3.0, Image (closed).</summary>
public sealed record Image(string Id, string? Caption = null)
{
    public string Type { get; init; } = "Image";
}
