// What may be asked of the generator.
namespace Conferral.Samples;

/// <summary>A cohort to make. Shape: equal options give equal bytes.</summary>
/// <param name="Learners">How many graduates, from 1 up.</param>
/// <param name="Seed">Which cohort.</param>
/// <param name="Shuffled">Whether every file is in an order of its own, as exports without ORDER BY are.</param>
/// <param name="Courses">How many courses each graduate took, or null for 20 to 45.</param>
/// <param name="Faults">Whether the wrong rows of samples/README.md are among them (for at least 300 graduates).</param>
public sealed record CohortOptions(int Learners, long Seed, bool Shuffled = false, bool Faults = false, int? Courses = null);
