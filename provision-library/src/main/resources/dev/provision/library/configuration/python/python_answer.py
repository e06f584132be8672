"""Follows python_config.py: what became of the configuration, or what went wrong, as JSON."""


class Unsuitable(Exception):
    """A value that cannot be what it should be; `path` leads to it from its variable."""

    def __init__(self, expected, path=''):
        super(Unsuitable, self).__init__(expected)
        self.expected = expected
        self.path = path


def text_of(value):
    if isinstance(value, bytes):
        try:
            value = value.decode('utf-8')
        except UnicodeDecodeError:
            raise Unsuitable('a string, found bytes that are not UTF-8')
    if isinstance(value, (bool, int, float)):
        return str(value)
    if hasattr(value, '__fspath__'):
        value = os.fspath(value)
    if isinstance(value, str) and '\0' in value:
        raise Unsuitable('a string without NUL')
    if value is None or isinstance(value, str):
        return value
    raise Unsuitable('a string, found ' + kind_of(value))


def kind_of(value):
    return 'None' if value is None else type(value).__name__


def some_text_of(value):
    text = text_of(value)
    if text is None:
        raise Unsuitable('a string, found None')
    return text


def part(name, conversion, value):
    try:
        return conversion(value)
    except Unsuitable as unsuitable:
        raise Unsuitable(unsuitable.expected, '[%r]' % (name,) + unsuitable.path)


def list_of(value):
    if value is None:
        return []
    if isinstance(value, (str, bytes, dict)) or not hasattr(value, '__iter__'):
        raise Unsuitable('a list of strings, found ' + kind_of(value))
    return [part(i, some_text_of, item) for i, item in enumerate(value)]


def pairs_of(value, item):
    if value is None:
        return []
    if not hasattr(value, 'items'):
        raise Unsuitable('a dictionary, found ' + kind_of(value))
    return [[some_text_of(name), part(name, item, value)] for name, value in value.items()]


def account_of(value):
    if hasattr(value, 'items'):
        return pairs_of(
            value, lambda option: list_of(option) if isinstance(option, (list, tuple)) else some_text_of(option))
    return str(value)


def plain_of(value, name=None):
    """What JSON can say, as a provision.yaml would say it."""
    if hasattr(value, 'items'):
        return OrderedDict(
            (some_text_of(key), part(key, lambda item: plain_of(item, key), item))
            for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return [part(i, plain_of, item) for i, item in enumerate(value)]
    if name == 'mode' and isinstance(value, int):
        return '%04o' % value
    return value if isinstance(value, (bool, int, float)) else text_of(value)


def bundle_of(value):
    if not hasattr(value, 'scriptmap') or not hasattr(value, 'filemap'):
        raise Unsuitable('a Bundle, found ' + kind_of(value))
    more = plain_of(getattr(value, 'more', {}))
    return [pairs_of(value.scriptmap, some_text_of), pairs_of(value.filemap, some_text_of),
            getattr(value, 'place', [request['file'], 0]), json.dumps(more) if more else None]


def collect(config):
    def value(name, conversion):
        try:
            return conversion(config.__dict__.get(name))
        except Unsuitable as unsuitable:
            problems.append({
                'place': config._assigned.get(name, [request['file'], 0]),
                'variable': name + unsuitable.path, 'expected': unsuitable.expected})

    answer = {'assigned': sorted(config._assigned), 'extras': {}}
    answer['texts'] = dict((name, value(name, text_of)) for name in TEXTS)
    answer['lists'] = dict((name, value(name, list_of)) for name in LISTS)
    answer['maps'] = dict(
        (name, value(name, lambda map: pairs_of(map, str if name == 'SUBMAP' else some_text_of)))
        for name in MAPS)
    answer['directories'] = dict((name, value(name, some_text_of)) for name in DIRECTORIES)
    answer['keys'] = value('PUBKEYS', list_of)
    answer['providers'] = value('PROVIDERS', lambda map: pairs_of(map, account_of))
    answer['bundles'] = value('BUNDLEMAP', lambda map: pairs_of(map, bundle_of))
    for name, extra in config.__dict__.items():
        if name not in KNOWN and not name.startswith('_') and not callable(extra):
            try:
                json.dumps(extra)
            except (TypeError, ValueError):
                continue
            answer['extras'][name] = extra
    return answer


def failure(error):
    """What went wrong, with the places in the user's own files only."""
    import sysconfig
    import traceback
    try:
        message = str(error)
    except Exception:
        message = ''
    said = {'type': type(error).__name__, 'message': message, 'frames': []}
    if isinstance(error, SyntaxError) and error.filename:
        said.update(message=error.msg, place=[error.filename, error.lineno or 0],
                    source=(error.text or '').strip())
        return said
    if isinstance(error, ImportError):
        said['module'] = error.name
    libraries = tuple(
        path + os.sep for key, path in sysconfig.get_paths().items() if key.endswith(('stdlib', 'lib')))
    own = os.path.join(request['directory'], '')
    for frame in traceback.extract_tb(error.__traceback__):
        name = frame[0]
        if name.startswith(own) or not (name.startswith(libraries) or name.startswith('<')):
            said['frames'].append([name, frame[1], frame[2], frame[3] or ''])
    said['place'] = said['frames'][-1][:2] if said['frames'] else [request['file'], 0]
    return said


def run():
    config = make_config()
    try:
        module = import_directory(config)
        if hasattr(module, 'init'):
            module.init(config)
        else:
            warnings.append({
                'place': [request['file'], 0],
                'text': 'there is no function init(config), so it sets nothing'})
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return {'failure': failure(error)}
    answer = collect(config)
    answer['warnings'] = warnings
    answer['problems'] = problems
    return answer


def main():
    out = os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    answer = run()
    sys.stdout.flush()
    with os.fdopen(out, 'wb') as stream:
        stream.write(json.dumps(answer).encode('ascii'))


main()
