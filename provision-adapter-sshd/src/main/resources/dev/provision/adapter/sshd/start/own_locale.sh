# Gives the login's locale back after ask_in_english.sh.
case ${PROVISION_LC_ALL-} in ?*) LC_ALL=$PROVISION_LC_ALL ;; *) unset LC_ALL ;; esac
unset PROVISION_LC_ALL
