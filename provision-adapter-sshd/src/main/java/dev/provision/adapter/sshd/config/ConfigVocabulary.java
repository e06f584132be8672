package dev.provision.adapter.sshd.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every keyword of `ssh_config` up to OpenSSH 10, and which values OpenSSH takes for it. What it
/// refuses, is refused here, too, in whichever block it stands: what was meant is not known.
///
/// Algorithms and forwardings are not looked into: they differ from version to version, and nothing
/// here follows them.
///
/// Tested by `SshConfigOracleTest`.
final class ConfigVocabulary {
  private static final String YES_NO = "yes|no|true|false";
  private static final Form FLAG = new Form(Pattern.compile("(?i)" + YES_NO), "yes or no", true);
  private static final Form NUMBER = new Form(Pattern.compile("[0-9]{1,9}"), "a number", true);
  private static final Form DOMAINS =
      new Form(Pattern.compile("(?i)[a-z0-9_][a-z0-9_.-]*"), "names of domains", false);
  private static final Form PORT =
      new Form(
          Pattern.compile(
              "0*([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]"
                  + "|6553[0-5])"),
          "1 to 65535",
          true);
  private static final Form TIME =
      new Form(
          Pattern.compile("none|([0-9]{1,9}[smhdwSMHDW]?)+"), "a time, such as 90 or 1m30s", true);
  private static final Form TEXT = new Form(Pattern.compile("(?s).+"), "a value", true);
  private static final Form WORDS = new Form(Pattern.compile("(?s).+"), "a value", false);

  /// Anything at all: the rest of the line, or what OpenSSH passes over by itself.
  private static final Form ANYTHING = new Form(Pattern.compile("(?s).*"), "a value", false);

  private static final Map<String, Form> FORMS = forms();

  private ConfigVocabulary() {}

  /// For tests.
  static boolean knows(String keyword) {
    return FORMS.containsKey(keyword);
  }

  /// What may stand behind a keyword.
  ///
  /// @param first the first word
  /// @param words the same in words
  /// @param alone whether no other word may follow
  private record Form(Pattern first, String words, boolean alone) {
    static Form of(String... choices) {
      return new Form(
          Pattern.compile("(?i)" + String.join("|", choices).replace("YES", YES_NO)),
          String.join(", ", choices).replace("YES", "yes, no"),
          true);
    }
  }

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new HashMap<>();
    put(
        forms,
        FLAG,
        "batchmode canonicalizefallbacklocal challengeresponseauthentication checkhostip"
            + " clearallforwardings enableescapecommandline"
            + " enablesshkeysign exitonforwardfailure forkafterauthentication forwardx11"
            + " forwardx11trusted gatewayports gssapiauthentication gssapidelegatecredentials"
            + " gssapikeyexchange gssapirenewalforcesrekey gssapitrustdns hashknownhosts"
            + " hostbasedauthentication identitiesonly kbdinteractiveauthentication keepalive"
            + " nohostauthenticationforlocalhost passwordauthentication permitlocalcommand"
            + " proxyusefdpass skeyauthentication stdinnull streamlocalbindunlink tcpkeepalive"
            + " tisauthentication visualhostkey");
    put(forms, NUMBER, "canonicalizemaxdots numberofpasswordprompts requiredrsasize");
    put(forms, NUMBER, "serveralivecountmax");
    put(forms, NUMBER, "connectionattempts");
    forms.put("compression", Form.of("yes", "no"));
    forms.put("canonicaldomains", DOMAINS);
    forms.put("dsaauthentication", Form.of("YES", "unbound", "host-bound"));
    forms.put("port", PORT);
    put(
        forms,
        TIME,
        "connecttimeout forwardx11timeout protocolkeepalives serveraliveinterval setuptimeout");
    put(
        forms,
        TEXT,
        "bindaddress bindinterface casignaturealgorithms certificatefile ciphers controlpath"
            + " controlpersist dynamicforward escapechar forwardagent gssapiclientidentity"
            + " gssapikexalgorithms gssapiserveridentity hostbasedacceptedalgorithms"
            + " hostbasedkeytypes hostkeyalgorithms hostkeyalias hostname identityagent"
            + " identityfile identityfile2 ignoreunknown kbdinteractivedevices kexalgorithms macs"
            + " obscurekeystroketiming pkcs11provider preferredauthentications"
            + " pubkeyacceptedalgorithms pubkeyacceptedkeytypes revokedhostkeys securitykeyprovider"
            + " smartcarddevice streamlocalbindmask tag tunneldevice user xauthlocation"
            + " warnweakcrypto");
    put(
        forms,
        WORDS,
        "addkeystoagent canonicalizepermittedcnames channeltimeout"
            + " globalknownhostsfile host include ipqos localforward logverbose match"
            + " permitremoteopen rekeylimit remoteforward sendenv setenv userknownhostsfile");
    put(
        forms,
        ANYTHING,
        "knownhostscommand localcommand proxycommand proxyjump refuseconnection remotecommand"
            + " versionaddendum");
    put(
        forms,
        ANYTHING,
        "afstokenpassing cipher compressionlevel fallbacktorsh globalknownhostsfile2"
            + " kerberosauthentication kerberostgtpassing protocol rhostsauthentication"
            + " rhostsrsaauthentication rsaauthentication useblacklistedkeys useprivilegedport"
            + " userknownhostsfile2 useroaming usersh");
    forms.put("addressfamily", Form.of("any", "inet", "inet6"));
    forms.put("canonicalizehostname", Form.of("YES", "always"));
    forms.put("controlmaster", Form.of("YES", "auto", "ask", "autoask"));
    forms.put("fingerprinthash", Form.of("md5", "sha256"));
    forms.put(
        "loglevel",
        Form.of(
            "quiet", "fatal", "error", "info", "verbose", "debug", "debug1", "debug2", "debug3"));
    forms.put("pubkeyauthentication", Form.of("YES", "unbound", "host-bound"));
    forms.put("requesttty", Form.of("YES", "force", "auto"));
    forms.put("sessiontype", Form.of("none", "subsystem", "default"));
    forms.put("stricthostkeychecking", Form.of("YES", "ask", "accept-new", "off"));
    forms.put(
        "syslogfacility",
        Form.of(
            "daemon",
            "user",
            "auth",
            "authpriv",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7"));
    forms.put("tunnel", Form.of("YES", "ethernet", "point-to-point"));
    forms.put("updatehostkeys", Form.of("YES", "ask"));
    forms.put("verifyhostkeydns", Form.of("YES", "ask"));
    if (System.getProperty("os.name").startsWith("Mac")) {
      // What Apple's OpenSSH has besides.
      forms.put("usekeychain", FLAG);
    }
    return Map.copyOf(forms);
  }

  private static void put(Map<String, Form> forms, Form form, String keywords) {
    for (String keyword : keywords.split(" ", -1)) {
      forms.put(keyword, form);
    }
  }

  /// What is wrong with a line.
  ///
  /// @param keyword as it is written
  /// @param line the words behind it
  /// @param ignored the patterns of `IgnoreUnknown`, separated by commas
  static Optional<String> fault(String keyword, ConfigWords line, Optional<String> ignored) {
    String name = keyword.toLowerCase(Locale.ROOT);
    if (line.rest().isEmpty() && !name.equals("match")) {
      return Optional.of(keyword + " has no value");
    }
    Form form = FORMS.get(name);
    boolean passedOver =
        form == null
            && ignored
                .map(patterns -> Patterns.listMatches(patterns.toLowerCase(Locale.ROOT), name))
                .orElse(false);
    if (form == null && !passedOver) {
      return Optional.of(
          "OpenSSH has no option '"
              + keyword
              + "'; correct it, or write 'IgnoreUnknown "
              + keyword
              + "' before it");
    }
    List<String> values = line.remaining();
    if (values == null) {
      return Optional.of("a quotation mark is missing after " + keyword);
    }
    return form == null ? Optional.empty() : fault(keyword, form, values);
  }

  private static Optional<String> fault(String keyword, Form form, List<String> values) {
    if (form.equals(ANYTHING) || keyword.equalsIgnoreCase("match")) {
      return Optional.empty();
    }
    if (values.isEmpty() || values.getFirst().isEmpty()) {
      return Optional.of(keyword + " has no value");
    }
    String first = values.getFirst();
    if (!form.first().matcher(first).matches()) {
      return Optional.of("%s is '%s'; it must be %s".formatted(keyword, first, form.words()));
    }
    return form.alone() && values.size() > 1
        ? Optional.of(keyword + " takes one value; quote it if it contains spaces")
        : Optional.empty();
  }
}
