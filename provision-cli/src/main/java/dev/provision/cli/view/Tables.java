package dev.provision.cli.view;

import static java.util.stream.Collectors.joining;

import dev.provision.cli.view.Table.Column;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.domain.lifetime.Orphan;
import dev.provision.domain.lifetime.Reaper;
import dev.provision.domain.variable.Parameter;
import dev.provision.library.provider.FoundProvider;
import dev.provision.library.run.RunSummary;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.ReplacedSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// What each kind of list tells.
///
/// Tested by `NodesTest` and `GateTest`.
public final class Tables {
  private Tables() {}

  /// Nodes; a plain line is `NAME PUBLIC_IP`.
  ///
  /// @param expiries when each expires, if it does
  /// @param runs the newest run of each, by name, if there is one
  /// @param now when their age is told
  public static Table<Node> ofNodes(
      List<Node> nodes,
      Function<Node, Optional<Expiry>> expiries,
      Map<String, RunSummary> runs,
      Instant now) {
    List<Column<Node>> columns = new ArrayList<>(nodeColumns(expiries, now));
    columns.add(
        new Column<>(
            "last_run",
            false,
            node -> run(node, runs).map(Tables::shortly).orElse(""),
            node -> run(node, runs).map(Tables::fields)));
    return new Table<>(columns, nodes)
        .remarked(
            node -> node.id().value(),
            node -> node.remark().or(() -> oddExpiry(node, expiries.apply(node))));
  }

  private static Optional<RunSummary> run(Node node, Map<String, RunSummary> runs) {
    return Optional.ofNullable(runs.get(node.name()));
  }

  /// How it ended, and the end of its ID, by which `runs show` finds it.
  private static String shortly(RunSummary run) {
    String state = run.state().name().toLowerCase(Locale.ROOT);
    return run.state() == RunSummary.State.DONE
        ? state
        : state + " " + run.id().text().substring(run.id().text().lastIndexOf('-') + 1);
  }

  private static Map<String, Object> fields(RunSummary run) {
    return Map.of("id", run.id().text(), "state", run.state().name().toLowerCase(Locale.ROOT));
  }

  /// Orphans: nodes, and why they are listed.
  public static Table<Orphan> ofOrphans(
      List<Orphan> orphans, Function<Node, Optional<Expiry>> expiries, Instant now) {
    List<Column<Orphan>> columns = new ArrayList<>();
    nodeColumns(expiries, now).forEach(column -> columns.add(column.of(Orphan::node)));
    columns.add(
        new Column<>(
            "why",
            false,
            orphan ->
                switch (orphan.why()) {
                  case INTERRUPTED -> "its run was interrupted";
                  case UNKNOWN -> "no run here requested it";
                },
            orphan -> orphan.why().name().toLowerCase(Locale.ROOT)));
    return new Table<>(columns, orphans);
  }

  private static List<Column<Node>> nodeColumns(
      Function<Node, Optional<Expiry>> expiries, Instant now) {
    return List.of(
        Column.plain("name", Node::name),
        new Column<>(
            "public_ip",
            true,
            node -> node.publicAddresses().stream().findFirst().orElse(""),
            Node::publicAddresses),
        new Column<>(
            "private_ip",
            false,
            node -> String.join(" ", node.privateAddresses()),
            Node::privateAddresses),
        Column.text("state", node -> node.state().name()),
        Column.text("size", node -> node.size().map(Size::name).orElse("")),
        Column.text("image", node -> node.image().map(Image::name).orElse("")),
        Column.text("location", node -> node.location().map(Location::name).orElse("")),
        new Column<>("created", "AGE", false, node -> age(node, now), Tables::created),
        new Column<>(
            "expires_at",
            "EXPIRES",
            false,
            node -> moment(expiries.apply(node)).map(at -> expires(at, now)).orElse(""),
            node -> moment(expiries.apply(node)).map(Instant::toString).orElse("")),
        Column.text("id", node -> node.id().value()));
  }

  private static Optional<Instant> moment(Optional<Expiry> expiry) {
    return expiry.flatMap(Expiry::moment);
  }

  private static String expires(Instant at, Instant now) {
    return now.isBefore(at)
        ? "in " + HumanFormat.age(Duration.between(now, at))
        : HumanFormat.age(Duration.between(at, now)) + " ago";
  }

  private static Optional<String> oddExpiry(Node node, Optional<Expiry> expiry) {
    return expiry.isPresent() && expiry.get() instanceof Expiry.Odd(String value)
        ? Optional.of(Reaper.odd(node, value))
        : Optional.empty();
  }

  /// What runs have kept on a node; a plain line is `ID PATHS`.
  public static Table<ReplacedSet> ofSets(List<ReplacedSet> sets) {
    return new Table<>(
        List.of(
            Column.plain("id", ReplacedSet::id),
            Column.plain("paths", set -> String.valueOf(set.paths())),
            Column.text("run", ReplacedSet::about),
            Column.text("undone", set -> set.undone().orElse(""))),
        sets);
  }

  /// Images.
  public static Table<Image> ofImages(List<Image> images) {
    return new Table<>(
            List.of(Column.plain("id", Image::id), Column.plain("name", Image::name)), images)
        .remarked(Image::id, Image::remark);
  }

  /// Locations, with the index that `-l` takes.
  public static Table<Location> ofLocations(List<Location> locations) {
    return new Table<>(
            List.of(
                index(locations),
                Column.plain("id", Location::id),
                Column.plain("name", Location::name)),
            locations)
        .remarked(Location::id, Location::remark);
  }

  /// Sizes, with the index that `-s` takes.
  public static Table<Size> ofSizes(List<Size> sizes) {
    return new Table<>(
            List.of(
                index(sizes),
                Column.plain("id", Size::id),
                Column.plain("name", Size::name),
                new Column<>("cpus", false, size -> number(size.cpus()), Size::cpus),
                new Column<>("memory", false, size -> bytes(size.memoryBytes()), Size::memoryBytes),
                new Column<>("disk", false, size -> bytes(size.diskBytes()), Size::diskBytes)),
            sizes)
        .remarked(Size::id, Size::remark);
  }

  /// Providers.
  ///
  /// @param more whether their versions, origins and options are told, too
  public static Table<FoundProvider> ofProviders(List<FoundProvider> providers, boolean more) {
    List<Column<FoundProvider>> columns =
        new ArrayList<>(
            List.of(
                new Column<>("name", true, FoundProvider::name, FoundProvider::name),
                new Column<>(
                    "other_names", false, one -> String.join(" ", others(one)), Tables::others),
                Column.text("description", one -> one.provider().description())));
    if (more) {
      columns.add(Column.text("version", one -> one.version().orElse("")));
      columns.add(
          new Column<>(
              "options", false, one -> String.join(" ", optionsOf(one)), Tables::optionsOf));
      columns.add(Column.text("origin", FoundProvider::origin));
    }
    return new Table<>(columns, providers);
  }

  private static List<String> optionsOf(FoundProvider one) {
    return one.provider().options().stream().map(CloudOption::name).toList();
  }

  /// Bundles, each with the names of its parameters; programs get all that it says.
  public static Table<Bundle> ofBundles(List<Bundle> bundles) {
    return new Table<>(
        List.of(
            Column.plain("bundle", Bundle::name),
            new Column<>(
                "description", false, one -> one.description().orElse(""), Bundle::description),
            new Column<>(
                "parameters",
                false,
                one -> one.parameters().stream().map(Parameter::name).collect(joining(" ")),
                one -> new BundleView(one).parameters()),
            new Column<>("needs", false, one -> String.join(" ", one.needs()), Bundle::needs),
            new Column<>(
                "steps",
                false,
                one -> String.valueOf(new BundleView(one).entries().size()),
                one -> new BundleView(one).steps()),
            Column.text("origin", Bundle::origin)),
        bundles);
  }

  /// The options of a provider.
  public static Table<CloudOption> ofOptions(List<CloudOption> options) {
    return new Table<>(
        List.of(
            Column.plain("option", CloudOption::name),
            Column.text("type", option -> option.type().name().toLowerCase(Locale.ROOT)),
            Column.text(
                "default",
                option -> option.secret() ? "(secret)" : option.defaultValue().orElse("")),
            Column.text("description", CloudOption::help)),
        options);
  }

  private static String age(Node node, Instant now) {
    return node.createdAt().map(at -> HumanFormat.age(Duration.between(at, now))).orElse("");
  }

  private static String created(Node node) {
    return node.createdAt().map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
  }

  private static List<String> others(FoundProvider provider) {
    List<String> names = provider.provider().names();
    return names.subList(1, names.size());
  }

  private static <T> Column<T> index(List<T> all) {
    return new Column<>(
        "index", false, one -> String.valueOf(all.indexOf(one)), one -> all.indexOf(one));
  }

  private static String number(OptionalDouble number) {
    return number.isPresent()
        ? String.format(Locale.ROOT, "%.1f", number.getAsDouble()).replaceFirst("\\.0$", "")
        : "";
  }

  private static String bytes(OptionalLong number) {
    return number.isPresent() ? HumanFormat.bytes(number.getAsLong()) : "";
  }
}
