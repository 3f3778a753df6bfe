global using Cruddur.Proof.Storage;
global using Xunit;
