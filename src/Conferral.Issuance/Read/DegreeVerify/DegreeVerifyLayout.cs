// Where each field of an NSC DegreeVerify record stands.
namespace Conferral.Issuance.Read;

/// <summary>A field of a fixed-width record. Units: positions from 1, first and last included.</summary>
internal sealed record FixedField(string Name, int First, int Last)
{
    public int Length => Last - First + 1;
}

/// <summary>
/// The positions of DH1 (header), DD1 (one award) and DT1 (trailer) records that are read.
/// What is not listed (previous names, school or division, joint and granting institution, attendance, reverse transfer) is not read.
/// </summary>
internal static class DegreeVerifyLayout
{
    public const int RecordLength = 3840;
    public const string Header = "DH1";
    public const string Detail = "DD1";
    public const string Trailer = "DT1";
    public const string NoFirstName = "NFN";

    /// <summary>Blanked before anything else looks at a record.</summary>
    public static readonly FixedField SocialSecurityNumber = new("Student SSN", 4, 12);

    public static readonly FixedField Type = new("Record Type", 1, 3);
    public static readonly FixedField TotalRecordCount = new("Total Record Count", 4, 13);
    public static readonly FixedField FirstName = new("First Name", 13, 52);
    public static readonly FixedField MiddleName = new("Middle Name", 53, 92);
    public static readonly FixedField LastName = new("Last Name", 93, 132);
    public static readonly FixedField Suffix = new("Name Suffix", 133, 137);
    public static readonly FixedField BirthDate = new("Date of Birth", 218, 225);
    public static readonly FixedField StudentId = new("College Student ID", 226, 245);
    public static readonly FixedField Level = new("Degree Level Indicator", 305, 305);
    public static readonly FixedField Title = new("Degree Title", 306, 385);
    public static readonly FixedField DateAwarded = new("Date Awarded", 496, 503);
    public static readonly FixedField AcademicHonors = new("Academic Honors", 2572, 2621);
    public static readonly FixedField HonorsProgram = new("Honors Program", 2818, 2867);
    public static readonly FixedField OtherHonors = new("Other Honors", 2968, 3117);
    public static readonly FixedField FerpaBlock = new("FERPA Block", 3134, 3134);
    public static readonly FixedField FinancialBlock = new("School Financial Block", 3135, 3135);
    public static readonly FixedField CertificateType = new("Certificate Type", 3287, 3287);

    public static readonly FixedField[] Majors = Row("Major", 4, 584, 80);
    public static readonly FixedField[] Minors = Row("Minor", 4, 1064, 80);
    public static readonly FixedField[] Options = Row("Major Option", 2, 1544, 80);
    public static readonly FixedField[] Concentrations = Row("Major Concentration", 3, 1864, 80);
    public static readonly FixedField[] MajorCips = Row("CIP Code for Major", 4, 2384, 6);
    public static readonly FixedField[] MinorCips = Row("CIP Code for Minor", 4, 2428, 6);

    public static readonly FixedField[] Honors = [AcademicHonors, HonorsProgram, OtherHonors];

    /// <summary>The level letters seen in the field. A doctor's or professional degree is known by its title, or by a word of the mapping.</summary>
    public static readonly IReadOnlyDictionary<string, string> Levels = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["A"] = "AssociateDegree",
        ["B"] = "BachelorDegree",
        ["M"] = "MasterDegree",
        ["C"] = "Certificate",
        ["T"] = "Certificate",
    };

    private static FixedField[] Row(string name, int count, int first, int length)
        => [.. Enumerable.Range(0, count).Select(i => new FixedField($"{name} {i + 1}", first + (i * length), first + ((i + 1) * length) - 1))];
}
