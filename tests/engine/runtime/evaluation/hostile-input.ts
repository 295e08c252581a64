/** Inputs that want to hold up, exhaust or break out of the engine, by what evaluates them. Each has a name and a text. */
export type Hostile = readonly (readonly [name: string, text: string])[];

/** `{ a0: start, a1: <step of a0>, a2: <step of a1>, ... }.a<n>`: each entry twice as large as the one before. */
function doubling(start: string, step: (before: string) => string, times: number): string {
  const entries = Array.from({ length: times }, (_, index) => `a${index + 1}: ${step(`a${index}`)}`);
  return `{ a0: ${start}, ${entries.join(', ')} }.a${times}`;
}

/** What the hostile FEEL may read. */
export const VARIABLES = {
  text: `${'a'.repeat(40)}!`,
  list: Array.from({ length: 20_000 }, (_, index) => index),
  large: 'x'.repeat(1_000_000),
};

export const HOSTILE_FEEL: Hostile = [
  ['a catastrophic regular expression in matches', 'matches(text, "^(a+)+$")'],
  ['one of alternatives', 'matches(text, "^(a|aa)+$")'],
  ['one of nested stars', 'matches(text, "^(.*)*c")'],
  ['one in replace', 'replace(text, "(a*)*c", "x")'],
  ['one in split', 'split(text, "(a+)+c")'],
  ['one in a filter', 'list[matches(text, "^(a+)+$")]'],
  ['one in an argument by name', 'matches(input: text, pattern: "^(a+)+$")'],
  ['one from a variable', 'matches(text, "^(" + substring(text, 1, 1) + "+)+$")'],
  ['a huge range', 'for i in 1..1000000000 return i'],
  ['a huge range downwards', 'for i in 1000000000..1 return i'],
  ['a huge range in some', 'some x in 1..1000000000 satisfies x < 0'],
  ['a huge range in every', 'every x in 1..1000000000 satisfies x > 0'],
  ['a range computed from a variable', 'for i in 1..(count(list) * 1000000) return i'],
  ['loops in loops', 'count(for i in 1..100000, j in 1..100000 return i)'],
  ['loops over lists in loops', 'for a in list return for b in list return for c in list return a'],
  ['endless recursion', '{ f: function(n) f(n + 1), v: f(0) }.v'],
  ['recursion that branches', '{ f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), v: f(60) }.v'],
  ['two functions that call each other', '{ f: function(n) g(n), g: function(n) f(n), v: f(0) }.v'],
  ['a text that doubles', doubling('"xxxxxxxxxxxxxxxx"', (before) => `${before} + ${before}`, 22)],
  ['a text that doubles until it cannot', doubling('"xxxxxxxxxxxxxxxx"', (before) => `${before} + ${before}`, 50)],
  ['a list that doubles', doubling('[1, 2, 3, 4]', (before) => `concatenate(${before}, ${before})`, 30)],
  ['a function that doubles', '{ f: function(x) x + x, g: function(x) f(f(f(f(f(f(f(f(x)))))))), v: g(g(g(g("ab")))) }.v'],
  ['a value that is one text a thousand times', 'for x in list return large'],
  ['a value that is one list a thousand times', 'for i in 1..5000 return list'],
  ['a text joined of a million', 'string join(for i in 1..20000 return large)'],
  ['a list written as text again and again', 'string(for i in 1..100000 return large)'],
  ['a replacement as large as the text at every character', 'replace(large, "x", large)'],
  ['a list of lists of lists', 'flatten(for i in 1..2000 return list)'],
  ['deep brackets', `${'('.repeat(5_000)}1${')'.repeat(5_000)}`],
  ['deep lists', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['deep contexts', `${'{a:'.repeat(4_000)}1${'}'.repeat(4_000)}`],
  ['a chain of signs', `${'-'.repeat(16_000)}x`],
  ['a gigantic text literal', `"${'x'.repeat(100_000)}" + large`],
  ['a gigantic number', `${'9'.repeat(5_000)} * 10`],
  ['a power without end', '2 ** 1000000'],
  ['the prototype of a context', '{ a: 1 }.__proto__.constructor.name'],
  ['the constructor of a context', '{ a: 1 }.constructor.constructor("return process")()'],
  ['the constructor of a text', 'text.constructor("return process")()'],
];

/** Scripts that have to fail. */
export const HOSTILE_SCRIPTS: Hostile = [
  ['an endless loop', 'for (;;) {}'],
  ['a loop that catches what interrupts it', 'for (;;) { try { for (;;) {} } catch { continue; } finally { for (;;) {} } }'],
  ['a loop of labels', 'a: for (;;) { b: for (;;) { continue a; } }'],
  ['a catastrophic regular expression', 'return { a: /^(a+)+$/.test("a".repeat(40) + "!") }'],
  ['one in replace', 'return { a: "a".repeat(40).replace(/(a*)*c/, "") }'],
  ['one in split', 'return { a: ("a".repeat(40) + "!").split(/(a+)+c/) }'],
  ['one in matchAll', 'return { a: [...("a".repeat(40) + "!").matchAll(/(a|aa)+c/g)] }'],
  ['arrays without end', 'const a = []; for (;;) a.push(new Array(10000).fill(1));'],
  ['texts without end', 'let a = "x"; for (;;) a += a;'],
  ['a map without end', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, { i });'],
  ['a huge array', 'return { a: new Array(1e9).fill(1).length }'],
  ['a huge typed array', 'return { a: new Uint8Array(2 ** 31 - 1).length, b: new ArrayBuffer(2 ** 33).byteLength }'],
  ['a huge number', 'return { a: String(7n ** 100000000n).length }'],
  ['a huge text', 'return { a: "x".repeat(2 ** 30 - 2) + "y".repeat(2 ** 30 - 2) }'],
  ['endless recursion', 'const f = () => f() + 1; return { a: f() }'],
  ['recursion that catches its end', 'const f = () => { try { f(); } catch { f(); } }; f(); return {}'],
  ['a generator without end', 'function* g() { for (;;) yield 1; } return { a: [...g()] }'],
  ['an iterator without end', 'return { a: Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }) }'],
  ['a sort that never compares', '[2, 1].sort(() => { for (;;) {} }); return {}'],
  ['a getter in the result', 'return { get a() { for (;;) {} } }'],
  ['a toJSON in the result', 'return { toJSON() { for (;;) {} } }'],
  ['a proxy as the result', 'return new Proxy({}, { ownKeys() { for (;;) {} } })'],
  ['a proxy of a list without end', 'return { a: new Proxy([], { get: (_, key) => (key === "length" ? 2 ** 31 : 1) }) }'],
  ['a result that contains itself', 'const a = {}; a.a = a; return a'],
  ['a result of two megabytes', 'return { a: "x".repeat(2 ** 21) }'],
  ['a result nested a thousand levels', 'let a = {}; for (let i = 0; i < 1000; i++) a = { a }; return a'],
  ['a promise as the result', 'return new Promise(() => {})'],
  ['an asynchronous function', 'return (async () => { for (;;) await null; })()'],
  ['a function made of text', 'return new Function("for (;;) {}")()'],
  ['text that is evaluated', 'return eval("for (;;) {}")'],
  ['a changed Object prototype', 'Object.prototype.toJSON = () => { for (;;) {} }; return { a: 1 }'],
  ['parsing of deep text', 'return JSON.parse("[".repeat(10000000))'],
  ['waiting', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); for (;;) {}'],
  ['the process', 'process.exit(1)'],
  ['require', 'return require("node:fs").readFileSync("/etc/passwd", "utf8")'],
  ['the constructor of a constructor', 'return { a: globalThis.constructor.constructor("return process")().pid }'],
  ['import', 'return import("node:fs")'],
];

/** Literal expressions of decisions. */
export const HOSTILE_DECISIONS: Hostile = [
  ['a catastrophic regular expression', 'matches(text, "^(a+)+$")'],
  ['a huge range', 'for i in 1..1000000000 return i'],
  ['loops in loops', 'count(for i in 1..100000, j in 1..100000 return i)'],
  ['recursion that branches', '{ f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), v: f(60) }.v'],
  ['a text joined of a million', 'string join(for i in 1..200000 return large)'],
  ['a value that is one text a thousand times', 'for i in 1..20000 return large'],
];
