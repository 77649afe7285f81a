using KafkaGen.Sending.Brain;

namespace KafkaGen.SimulationTests;

/// <summary>One seed's worth of trouble: callers that produce, everything around them that can go wrong, and then records that have to arrive.</summary>
internal static class RandomRun
{
    // Backoffs, elections and the last of what was held back.
    private const long Recovery = 15_000;

    private const long Beginning = 150;

    /// <summary>Runs a seed.</summary>
    /// <exception cref="SimulationException">Something was lost, doubled, reordered, mislabelled, forgotten, or never ended.</exception>
    internal static Simulation Run(int seed, BrokenRule broken = BrokenRule.None, bool isTraced = false)
    {
        RandomShape shape = new(seed);
        Simulation simulation = shape.Build(broken);
        simulation.Network.IsTraced = isTraced;
        RandomCallers callers = new(simulation, shape);
        RandomTrouble trouble = new(simulation, shape);
        callers.Start();
        for (int i = 0; i < shape.Faults; i++)
        {
            // Many of them early, while brokers do not know the producer yet.
            simulation.In(simulation.Random.NextInt64(simulation.Random.Next(3) == 0 ? Beginning : shape.Trouble), trouble.Strike);
        }

        for (int i = 0; i < shape.Flushes; i++)
        {
            simulation.In(simulation.Random.NextInt64(shape.Trouble), () => simulation.Flush());
        }

        try
        {
            simulation.Run(shape.Trouble);
            trouble.Heal();
            simulation.Run(simulation.Clock.Milliseconds + shape.RequestTimeout + Recovery);
            if (simulation.Ledger.HasDeletions)
            {
                // Whether the topic is another one is seen at the latest by what is sent to it.
                callers.AppendToAll(isExpected: false);
                simulation.Run(simulation.Clock.Milliseconds + shape.RequestTimeout + Recovery);
            }

            callers.AppendToAll(isExpected: true);
            simulation.Run(simulation.Clock.Milliseconds + simulation.Settings.DeliveryTimeout);
            callers.CheckDelivery();
            simulation.Finish();
        }
        catch (Exception error) when (error is not SimulationException)
        {
            throw new SimulationException(simulation, [$"the brain threw {error}"]);
        }

        return simulation;
    }
}
