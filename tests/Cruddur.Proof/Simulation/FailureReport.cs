using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.Simulation;

/// <summary>What a person needs of a failing seed: the smallest run that shows it, and how to run it again.</summary>
internal static class FailureReport
{
    public static string Of(SimulationRun failed, Mutant mutant = Mutant.None)
    {
        var run = Shrinker.Shrink(failed, mutant);
        return string.Join(
            '\n',
            [
                $"Seed {run.Plan.Seed} breaks:",
                .. run.Violations.Select(violation => $"  {violation}"),
                $"It still does with {run.Plan.Steps.Count} of {failed.Plan.Steps.Count} steps and these faults: {string.Join(", ", run.Plan.Faults)}.",
                .. run.Trace.Select(line => $"  {line}"),
                $"Again: CRUDDUR_SEED={run.Plan.Seed} dotnet test tests/Cruddur.Proof.Tests --filter FullyQualifiedName~SimulationTests.Whatever",
            ]
        );
    }
}
