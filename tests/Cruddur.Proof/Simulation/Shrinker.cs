using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.Simulation;

/// <summary>
/// Makes a failing plan as small as it gets and still fails by the same rule: leaves out kinds of faults, clients, and steps.
/// What remains meets the same dice as before.
/// </summary>
internal static class Shrinker
{
    public static SimulationRun Shrink(SimulationRun failed, Mutant mutant)
    {
        var rule = failed.Violations[0].Rule;
        var smallest = failed.Plan;
        while (Smaller(smallest).FirstOrDefault(Fails) is { } smaller)
        {
            smallest = smaller;
        }
        return Simulator.Run(smallest, mutant, isTraced: true);

        bool Fails(Plan plan) => Simulator.Run(plan, mutant).Violations.Any(violation => violation.Rule == rule);
    }

    private static IEnumerable<Plan> Smaller(Plan plan)
    {
        foreach (var client in plan.Steps.Select(step => step.Client).Distinct())
        {
            yield return plan with
            {
                Steps = [.. plan.Steps.Where(step => step.Client != client)],
            };
        }
        foreach (var fault in plan.Faults)
        {
            yield return plan with
            {
                Faults = plan.Faults.Where(other => other != fault).ToHashSet(),
            };
        }
        foreach (var step in plan.Steps)
        {
            yield return plan with
            {
                Steps = [.. plan.Steps.Where(other => other != step)],
            };
        }
    }
}
