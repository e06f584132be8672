# A directory of defaults in the manner of the first Provision, for Ubuntu 10.04; it must load as it stands.
from __future__ import print_function

import os.path

from libcloud.compute.types import Provider

from provision.config import logger
import provision.collections


def init(config):
    config.DEFAULT_PROVIDER = None
    config.DEFAULT_USERID = None
    config.DEFAULT_SECRET_KEY = None

    config.PROVIDERS = {'rackspace': Provider.RACKSPACE}

    config.IMAGE_NAMES = {
        'karmic': 'Ubuntu 9.10 (karmic)',
        'lucid': 'Ubuntu 10.04 LTS (lucid)',
        'maverick': 'Ubuntu 10.10 (maverick)',
        'natty': 'Ubuntu 11.04 (Natty)'}
    config.DEFAULT_IMAGE_NAME = 'lucid'

    config.add_bundle('bootstrap-python', ['bootstrap-python.sh'])
    config.add_bundle('dev', ['emacs.sh', 'screen.sh'],
                      ['/root/.emacs.d/init.el', '/root/.screenrc'])
    config.add_bundle('hudson', ['jre.sh', 'postfix.sh', 'hudson.sh'])
    config.add_bundle('libcloud', ['libcloud-env.sh'])
    config.add_bundle('mta', ['postfix.sh'])
    config.add_bundle('nginx', ['nginx.sh'])
    config.add_bundle('pyenv', ['python-env.sh'])
    config.add_bundle('proxy', ['apache-proxy.sh'])
    config.add_bundle('tz', ['tz.sh'])

    scripts = config.makemap(['snmpd.sh'], os.path.join(config.PATH, config.SCRIPTSDIR))
    config.new_bundle('snmpd', scripts, {
        '/etc/snmp/snmpd.conf': os.path.join(config.PATH, config.FILESDIR, 'snmpd.conf')})

    zenoss = provision.collections.OrderedDict()
    zenoss['/root/deploy/zenoss.sh'] = os.path.join(config.PATH, 'scripts', 'zenoss.sh')
    config.BUNDLEMAP['zenoss'] = config.Bundle(zenoss, {})

    config.SUBMAP.setdefault('timezone', 'US/Pacific')
    logger.debug('defaults are loaded')
