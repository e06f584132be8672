package dev.provision.ports.step;

/// One thing that is done on a node.
public sealed interface Step permits AuthorizeKeys, PutFile, RunScript {}
