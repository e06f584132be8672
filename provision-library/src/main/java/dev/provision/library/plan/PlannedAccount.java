package dev.provision.library.plan;

/// The account that a plan is for.
///
/// @param name that of the account, or of a provider that needs none
/// @param type the provider's own name
public record PlannedAccount(String name, String type) {}
