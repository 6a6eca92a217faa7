System.Console.WriteLine("conferral");
