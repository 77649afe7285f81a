using Contracts;

Console.WriteLine($"{nameof(OrderPaid)} is known.");
