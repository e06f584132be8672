package dev.provision.ports.step;

/// One thing that a run does on a node.
public sealed interface Step permits AuthorizeKeys, PutFile, PutDirectory, RunScript {}
