// One PostgreSQL server for all tests of this assembly.
using Conferral.TestKit;

[assembly: AssemblyFixture(typeof(PostgresDatabases))]
