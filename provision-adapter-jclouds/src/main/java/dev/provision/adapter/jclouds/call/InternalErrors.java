package dev.provision.adapter.jclouds.call;

/// What the status 500 of an API means.
///
/// @param areFinal whether the API would say the same again; else it may pass
public record InternalErrors(boolean areFinal) {}
