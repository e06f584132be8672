"""Runs the __init__.py of one configuration directory, for Python 3.6 and later.

The variable `request` holds the configuration so far; what the directory makes of it goes as JSON to the
standard output this process was started with (see python_answer.py, which follows). What the directory itself
prints goes to standard error.
"""
import importlib.machinery
import importlib.util
import json
import keyword
import os
import re
import stat
import sys
import types
from collections import OrderedDict

SHIM = '<provision>'
TEXTS = list(request['texts'])
LISTS = list(request['lists'])
MAPS = list(request['maps'])
DIRECTORIES = list(request['directories'])
INTEGERS = ('DEFAULT_LOCATION_ID', 'DEFAULT_SIZE_ID')
KNOWN = set(TEXTS + LISTS + MAPS + DIRECTORIES) | {
    'PROVIDERS', 'PUBKEYS', 'BUNDLEMAP', 'PATH', 'LOCAL_DEFAULTS', 'VIRTUAL_ENV', 'VIRTUAL_DEFAULTS'}

warnings = []
problems = []


def user_place():
    """The innermost place in the user's code that is being run, as [file, line]."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename == SHIM:
        frame = frame.f_back
    if frame is None:
        return [request['file'], 0]
    return [frame.f_code.co_filename, frame.f_lineno]


def warn(text):
    warnings.append({'place': user_place(), 'text': text})


class Bundle(object):
    """Maps of target paths on the node to source paths here, for scripts and for files; or steps, as
    in a provision.yaml."""

    def __init__(self, scriptmap=None, filemap=None, **more):
        self.scriptmap = OrderedDict() if scriptmap is None else scriptmap
        self.filemap = OrderedDict() if filemap is None else filemap
        self.more = OrderedDict((name, value) for name, value in more.items() if value is not None)
        self.place = user_place()


class Config(types.ModuleType):
    """The `config` that init() gets, and that `from provision import config` gives."""

    def __init__(self):
        super(Config, self).__init__('provision.config')
        self.__dict__['_assigned'] = {}

    def __setattr__(self, name, value):
        if name in KNOWN:
            old = self.__dict__.get(name)
            # Changing a list in place, as += does, ends in an assignment of the same object.
            if (old or old == 0) and (old is not value or isinstance(value, (str, int))) and (
                    name in self._assigned or name not in request['quiet']):
                warn('overwriting config.' + name)
            self._assigned[name] = user_place()
        elif name.isupper() and name not in self.__dict__:
            near = near_name(name)
            if near:
                warn("config.%s has no meaning in Provision; did you mean '%s'?" % (name, near))
        self.__dict__[name] = value

    def __getattr__(self, name):
        if name == 'logger':
            import logging
            return logging.getLogger('provision')
        near = near_name(name)
        raise AttributeError(
            "config has no variable '%s'%s" % (name, "; did you mean '%s'?" % near if near else ''))


def near_name(name):
    import difflib
    near = difflib.get_close_matches(name, sorted(KNOWN), 1, 0.85)
    return near[0] if near else None


def add_functions(config):
    def makemap(filenames, sourcedir, targetdir=None):
        if targetdir is None:
            targetdir = config.DEFAULT_TARGETDIR
        return OrderedDict(
            (os.path.join(targetdir, name), os.path.join(sourcedir, name))
            for name in several('makemap: filenames', filenames))

    def new_bundle(name, scriptmap=None, filemap=None, steps=None, description=None, needs=None,
                   parameters=None):
        bundle = Bundle(scriptmap, filemap, description=description, needs=needs,
                        parameters=parameters, steps=steps)
        if name in config.BUNDLEMAP:
            warn("overwriting bundle '%s'" % name)
        config.BUNDLEMAP[name] = bundle

    def add_bundle(name, scripts=(), files=(), scriptsdir=None, filesdir=None, **more):
        scriptsdir = os.path.join(config.PATH, scriptsdir or config.SCRIPTSDIR)
        filesdir = os.path.join(config.PATH, filesdir or config.FILESDIR)
        filemap = OrderedDict(
            (target, os.path.join(filesdir, os.path.basename(target)))
            for target in several('add_bundle: files', files))
        scripts = several('add_bundle: scripts', scripts)
        new_bundle(name, makemap(scripts, scriptsdir), filemap, **more)

    def random_str(length=6, charspace='abcdefghijklmnopqrstuvwxyz0123456789'):
        import random
        return ''.join(random.sample(charspace, length))

    config.__dict__.update(
        Bundle=Bundle, makemap=makemap, new_bundle=new_bundle, add_bundle=add_bundle,
        random_str=random_str, join=os.path.join, os=os, re=re, sys=sys)


def several(what, names):
    """A text where a list of texts should be would be taken letter by letter."""
    if isinstance(names, (str, bytes)):
        raise TypeError('%s must be a list such as [%r], not the string %r' % (what, names, names))
    return list(names or ())


def make_config():
    config = Config()
    values = config.__dict__
    values.update(request['extras'])
    values.update(request['texts'])
    for name in INTEGERS:
        if values[name].isdigit():
            values[name] = int(values[name])
    values['DEFAULT_PUBKEY'] = values['DEFAULT_PUBKEY'] or ''
    values.update((name, list(texts)) for name, texts in request['lists'].items())
    values.update((name, OrderedDict(pairs)) for name, pairs in request['maps'].items())
    values.update(request['directories'])
    values.update(request['places'])
    values['PUBKEYS'] = [line + '\n' for line in request['keys']]
    values['PROVIDERS'] = OrderedDict([('rackspace', 'rackspace')] + request['providers'])
    values['PATH'] = request['directory']
    values['BUNDLEMAP'] = OrderedDict()
    for name, scripts, files in request['bundles']:
        bundle = Bundle(OrderedDict(scripts), OrderedDict(files))
        bundle.place = None
        values['BUNDLEMAP'][name] = bundle
    add_functions(config)
    return config


class AbsentLibcloud(object):
    """Lets `import libcloud…` pass where it is not installed; what needs it says so."""

    def find_spec(self, name, path=None, target=None):
        if name == 'libcloud' or name.startswith('libcloud.'):
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return AbsentModule(spec.name)

    def exec_module(self, module):
        pass


class AbsentModule(types.ModuleType):
    def __getattr__(self, name):
        if name == 'Provider':
            return ProviderNames()
        if name.startswith('_'):
            raise AttributeError(name)
        if name[0].isupper():
            return type(str(name), (AbsentClass,), {})
        return importlib.import_module(self.__name__ + '.' + name)

    def __call__(self, *args, **kwargs):
        raise ImportError("libcloud is not installed, so '%s' cannot be used" % self.__name__)


class AbsentClass(Exception):
    def __new__(cls, *args, **kwargs):
        raise ImportError("libcloud is not installed, so '%s' cannot be used" % cls.__name__)


class ProviderNames(object):
    """libcloud's Provider.RACKSPACE is 'rackspace'."""

    def __getattr__(self, name):
        return name.lower()


def trusted_code(top, usual):
    """What lies below this directory is compiled from its source, never taken from a cache, and
    refused where others could have changed it."""
    def get_code(loader, name):
        path = os.path.abspath(loader.get_filename(name))
        if not path.startswith(os.path.join(top, '')):
            return usual(loader, name)
        check_trusted(path, top)
        if path.endswith('.pyc'):
            return usual(loader, name)
        return loader.source_to_code(loader.get_data(path), path)
    return get_code


def check_trusted(path, top):
    owners = [0, os.geteuid(), int(os.environ.get('SUDO_UID') or 0)]
    while len(path) > len(top):
        found = os.stat(path)
        if found.st_uid not in owners:
            raise ImportError(
                "%s belongs to another user, so it is not run; run: sudo chown \"$(id -u)\" '%s'" % (path, path))
        group = found.st_mode & stat.S_IWGRP and not is_owners_group(found)
        if group or found.st_mode & stat.S_IWOTH:
            raise ImportError(
                "%s is writable by others, so it is not run; run: chmod go-w '%s'" % (path, path))
        path = os.path.dirname(path)


def is_owners_group(found):
    """Whether the group is called like the owner, as Debian and Fedora give one to every user."""
    import grp  # seldom needed
    import pwd
    try:
        return grp.getgrgid(found.st_gid).gr_name == pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        return found.st_gid == found.st_uid


def import_directory(config):
    """Imports the directory as a package, so that relative imports work, and its neighbors."""
    package = types.ModuleType('provision')
    package.__path__ = []
    package.config = config
    collections = types.ModuleType('provision.collections')
    collections.OrderedDict = OrderedDict
    package.collections = collections
    sys.modules.update({
        'provision': package, 'provision.config': config, 'provision.collections': collections})
    sys.dont_write_bytecode = True
    sys.meta_path.append(AbsentLibcloud())
    directory = request['directory']
    name = re.sub(r'\W', '_', os.path.basename(directory))
    if not name.isidentifier() or keyword.iskeyword(name) or name in sys.modules \
            or importlib.util.find_spec(name) is not None:
        name = 'provision_configuration_' + name
    parent = os.path.dirname(directory)
    neighbors = [] if os.stat(parent).st_mode & stat.S_IWOTH else [parent]
    sys.path.extend(neighbors + [directory])
    for loader in importlib.machinery.SourceFileLoader, importlib.machinery.SourcelessFileLoader:
        loader.get_code = trusted_code(parent, loader.get_code)
    spec = importlib.util.spec_from_file_location(
        name, request['file'], submodule_search_locations=[directory])
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
