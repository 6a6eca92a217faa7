// From batch: and answers: of one platform to the profiles deliveries run on.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting, for a word that is none of those allowed.</summary>
internal static class AnswerSettings
{
    public static BatchProfile Read(BatchSection? section, string key)
    {
        var unset = new BatchProfile();
        return section is null ? unset : new BatchProfile
        {
            Mode = section.Mode is { } mode ? SettingText.Choice<BatchMode>(mode, $"{key}.mode") : unset.Mode,
            Path = section.Path,
            MaxItems = section.MaxItems ?? unset.MaxItems,
            MaxBytes = section.MaxBytes ?? unset.MaxBytes,
            Wrapper = section.Wrapper,
            Results = section.Results is { } results ? SettingText.Choice<BatchResults>(results, $"{key}.results") : unset.Results,
            ResultsPointer = section.ResultsPointer,
        };
    }

    public static AnswerProfile Read(AnswerSection? section, string key)
    {
        var unset = new AnswerProfile();
        return section is null ? unset : new AnswerProfile
        {
            Accepted = section.Accepted ?? unset.Accepted,
            HostIdPointers = section.HostIdPointers ?? unset.HostIdPointers,
            HostIdHeaders = section.HostIdHeaders ?? unset.HostIdHeaders,
            CodePointers = section.CodePointers ?? unset.CodePointers,
            MessagePointers = section.MessagePointers ?? unset.MessagePointers,
            ReSigned = section.ReSigned is { } signed ? SettingText.Choice<CopyMeaning>(signed, $"{key}.reSigned") : unset.ReSigned,
            Differing = section.Differing is { } differing ? SettingText.Choice<CopyMeaning>(differing, $"{key}.differing") : unset.Differing,
        };
    }
}
