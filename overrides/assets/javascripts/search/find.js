// Finds sections: Pagefind tells which pages have the families of words that are sought,
// and where; here they become sections, ranked, with the words marked in their text.
import { Lexicon, distance, fetched } from "./words.js";

const FIRST_PAGES = 3; // shown as soon as they are here
const MORE_PAGES = 20; // shown next, and again for each "more"
const MANY_PAGES = 500; // a word in most of their sections is said to be in so many places
const NEAR = 80; // words
const EXCERPT = 26; // words
const FOREIGN = 5; // sections found by words of other languages

// What stands before a word, the word, and what stands after it.
const EDGES = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su;

export class Finder {
  // `site` has: base (this language's folder), folder (its name), others ([{folder, base}]).
  constructor(site) {
    this.site = site;
    this.foreign = new Map();
  }

  // Pagefind and this language's words; nothing is loaded before.
  async open() {
    this.ready ??= Promise.all([
      Lexicon.open(new URL("search/", this.site.base)),
      import(new URL("pagefind/pagefind.js", this.site.base).href),
    ]).then(async ([lexicon, pagefind]) => {
      this.lexicon = lexicon;
      this.pagefind = pagefind.createInstance({
        basePath: new URL("pagefind/", this.site.base).pathname,
        noWorker: true,
      });
      await this.pagefind.init();
    });
    this.ready.catch(() => (this.ready = undefined));
    return this.ready;
  }

  // What was loaded may be of a site that was replaced since: the next query loads it anew.
  forget() {
    this.ready = this.terms = undefined;
    this.foreign.clear();
  }

  // Done while the reader types, so that the answer is there sooner: what a browser makes once
  // for the first query, and the pieces that hold the words which are whole already.
  async prepare(query) {
    this.preparing = query;
    await this.open();
    if (query !== this.preparing) return; // more was typed meanwhile
    await this.pagefind.search(" "); // finds nothing, and asks for nothing
    for (const [word] of this.lexicon.words(query)) {
      if (word.length < 3 || this.lexicon.light.has(word)) continue;
      const code = await this.lexicon.exact(word);
      if (code && !this.#isLong(code)) await this.pagefind.preload(code);
    }
  }

  // Whether much is said of a word: it is in most of the sections of many pages.
  #isLong(code) {
    return this.lexicon.index.pages > MANY_PAGES && this.lexicon.common.has(code);
  }

  // What is found for a query, in steps: each answer has the pages so far, and `more` is
  // asked for the next. `current` tells whether the answer is still wanted.
  async *find(query, current = () => true) {
    await this.open();
    const asked = await this.#asked(query);
    let { terms } = asked;
    // A word that is not ours stands in another language's pages, or is misspelt, or is a
    // form of another language's word that those pages do not have.
    let foreign = [];
    let corrected;
    if (asked.unknown.length) {
      const words = asked.unknown.map(({ word }) => word);
      const elsewhere = (await this.#foreign(words, false)).length > 0;
      if (!elsewhere) ({ terms, corrected } = await this.#corrected(asked));
      if (!corrected) foreign = await this.#foreign(words, true);
    }
    if (!current()) return;
    // What is said of a word in most sections is long where there are many: what the others
    // find is shown before it is here.
    const telling = terms.filter((term) => term.required);
    const early = this.lexicon.index.pages > MANY_PAGES && telling.length < terms.length;
    if (early) {
      for await (const answer of this.#answers(telling, current)) {
        if (answer.count) yield { ...answer, more: true, corrected, foreign: [] };
        break;
      }
    }
    const first = early ? FIRST_PAGES + MORE_PAGES : FIRST_PAGES;
    for await (const answer of this.#answers(terms, current, first)) {
      const enough = !answer.more || answer.count > 3;
      const others = enough ? without(foreign, answer.found, this.site.base) : [];
      yield { ...answer, corrected, foreign: others };
    }
  }

  // The pages that have the terms, the `first` so many and then more of them each time.
  async *#answers(terms, current, first = FIRST_PAGES) {
    const pages = await this.#pages(terms);
    const parts = [[]];
    const needed = terms.filter((term) => term.required).length;
    let most = 0;
    let count = 0;
    for (let next = 0; current(); ) {
      const end = next === 0 ? first : next + MORE_PAGES;
      const batch = await Promise.all(pages.slice(next, end).map((page) => page.result.data()));
      const found = batch.map((data, i) => sections(data, pages[next + i], terms));
      next = Math.min(end, pages.length);
      // The second part comes at once, so that the best may come first; what is asked for
      // later is put below what was read.
      if (end > FIRST_PAGES + MORE_PAGES) parts.push([]);
      parts.at(-1).push(...found);
      most = Math.max(most, ...found.flatMap((page) => page.sections.map((one) => one.found)));
      // Sections with every word, and of a longer query those that lack one; where there
      // are none, those with the most words.
      const least = most === needed && needed > 2 ? needed - 1 : most;
      const shown = parts.flatMap((part) => ranked(part, least));
      count = shown.reduce((sum, page) => sum + page.sections.length, 0);
      const done = next >= pages.length;
      if (!count && !done) continue;
      yield { pages: shown.map((page) => this.#shown(page)), found: shown, count, more: !done };
      if (done) return;
    }
  }

  // Terms near to a query that finds nothing: [title, address].
  async nearTerms(query) {
    this.terms ??= fetched(new URL("search/terms.json", this.site.base));
    const words = this.lexicon.words(query).map(([word]) => word);
    const far = (title) =>
      Math.min(
        ...this.lexicon
          .words(title)
          .flatMap(([word]) => words.map((other) => distance(word, other) / Math.max(word.length, 4))),
      );
    return (await this.terms)
      .map(([title, address]) => ({ title, address: new URL(address, this.site.base), far: far(title) }))
      .sort((one, other) => one.far - other.far)
      .slice(0, 3);
  }

  // The query as terms, each of one or more families, and the words that are in none, with
  // the place among the terms that each would have.
  async #asked(query) {
    const { lexicon } = this;
    const all = [];
    for (const word of lexicon.words(query)) {
      // Two words that the handbook writes as one: `hand over`.
      const pair = all.length && lexicon.compound(all.at(-1)[0], word[0]);
      if (pair) all.splice(-1, 1, [pair]);
      else all.push(word);
    }
    const telling = all.filter(([word]) => !lexicon.light.has(word));
    const words = telling.length ? telling : all;
    const terms = [];
    const unknown = [];
    const open = /[\p{L}\p{N}]$/u.test(query); // the last word may still be growing
    for (const [i, forms] of words.entries()) {
      const codes = await this.#codes(forms, open && i === words.length - 1);
      if (codes.length) terms.push(...codes);
      else unknown.push({ word: forms[0], place: terms.length });
    }
    const found = required(this.#named(terms), lexicon.common);
    // Of a word that is nearly everywhere and one that is nowhere, nothing is to be learnt.
    const idle = unknown.length > 0 && found.every((term) => term.common);
    return { terms: idle ? [] : found, known: found, unknown };
  }

  // The terms, with a name that the handbook does not use replaced by the one it does.
  #named(terms) {
    const said = ` ${terms.map((codes) => codes.join("|")).join(" ")} `;
    for (const [phrase, name] of Object.entries(this.lexicon.index.phrases)) {
      if (said.includes(` ${phrase} `)) {
        const changed = said.replace(` ${phrase} `, ` ${name} `).trim();
        return changed.split(" ").map((codes) => codes.split("|"));
      }
    }
    return terms;
  }

  async #codes([word, ...parts], growing) {
    const { lexicon } = this;
    const own = await lexicon.exact(word);
    if (own) return [[own]];
    if (growing && word.length > 2) {
      // Or it is whole, and a form that the handbook does not have.
      const codes = new Set(await lexicon.beginning(word));
      const code = await lexicon.code(word);
      if (code) codes.add(code);
      if (codes.size) return [[...codes]];
    }
    const code = await lexicon.code(word);
    if (code) return [[code]];
    const known = await Promise.all(parts.map((part) => lexicon.code(part)));
    return known.filter(Boolean).map((one) => [one]);
  }

  async #corrected({ terms, known, unknown }) {
    const codes = known.map((term) => term.codes);
    const corrected = [];
    for (const { word, place } of unknown) {
      const near = await this.lexicon.nearest(word);
      if (!near) continue;
      codes.splice(place + corrected.length, 0, [await this.lexicon.exact(near)]);
      corrected.push(near);
    }
    if (!corrected.length) return { terms };
    return { terms: required(codes, this.lexicon.common), corrected: corrected.join(" ") };
  }

  // The pages that have the terms, those with the most and the best first.
  async #pages(terms) {
    const found = new Map();
    for (const [number, term] of terms.entries()) {
      const answers = await Promise.all(term.codes.map((code) => this.pagefind.search(code)));
      const ids = new Set();
      for (const result of answers.flatMap((answer) => answer.results)) {
        ids.add(result.id);
        if (!found.has(result.id)) found.set(result.id, { result, scores: [], words: [] });
        const page = found.get(result.id);
        page.scores[number] = Math.max(page.scores[number] ?? 0, result.score);
        page.words[number] = [...(page.words[number] ?? []), ...result.words];
      }
      term.rarity = Math.log(1 + (this.lexicon.index.pages + 1) / (ids.size + 0.5));
    }
    const score = (page) =>
      terms.reduce((sum, term, i) => {
        if (!page.words[i]) return sum;
        return sum + (term.required ? 100 : 0) + page.scores[i] * term.rarity;
      }, closeness(page.words) + (together(page.words, terms.length) ? 60 : 0));
    return [...found.values()]
      .filter((page) => terms.some((term, i) => term.required && page.words[i]))
      .map((page) => ({ ...page, score: score(page) }))
      .sort((one, other) => other.score - one.score);
  }

  // Sections that other languages' words find, as this language names them; with `forms`,
  // also by forms which those languages' pages do not have.
  async #foreign(words, forms) {
    const found = new Map();
    for (const { folder, base } of this.site.others) {
      if (!this.foreign.has(folder)) this.foreign.set(folder, Lexicon.open(new URL("search/", base)));
      const lexicon = await this.foreign.get(folder);
      const known = [];
      for (const word of words) {
        const code = forms && word.length > 4 ? await lexicon.code(word) : await lexicon.exact(word);
        const places = code && (await lexicon.places(code));
        if (places) known.push({ word, ...places });
      }
      const sums = new Map();
      for (const { word, rarity, sections } of known) {
        sections.forEach(([address, titles], i) => {
          if (!titles[this.site.folder] || found.has(address)) return;
          const sum = sums.get(address) ?? { address, titles: titles[this.site.folder], folder, words: [], score: 0 };
          sum.words.push(word);
          sum.score += rarity * (10 - i) + 20;
          sums.set(address, sum);
        });
      }
      const fullest = Math.max(0, ...[...sums.values()].map((one) => one.words.length));
      for (const one of sums.values()) if (one.words.length === fullest) found.set(one.address, one);
    }
    return [...found.values()].sort((one, other) => other.words.length - one.words.length || other.score - one.score);
  }

  #shown(page) {
    return {
      title: page.title,
      url: new URL(page.address, this.site.base).href,
      sections: page.sections.map((one) => ({
        title: one.title,
        excerpt: one.excerpt,
        url: new URL(`${page.address}${one.id ? `#${one.id}` : ""}`, this.site.base).href,
      })),
    };
  }
}

// Words in most sections need not be found, unless there are no others.
function required(terms, common) {
  const telling = terms.filter((codes) => codes.some((code) => !common.has(code)));
  const needed = new Set(telling.length ? telling : terms);
  return terms.map((codes) => ({
    codes,
    required: needed.has(codes),
    common: !telling.includes(codes),
  }));
}

function best(page) {
  return page.sections[0]?.score ?? 0;
}

// Pages with the sections that have `least` words sought or more: first those with the most,
// each page with its own, so that none which lacks a word comes before one which has them all.
function ranked(pages, least) {
  const counts = new Set(pages.flatMap((page) => page.sections.map((one) => one.had)));
  return [...counts].sort((one, other) => other - one).flatMap((had) =>
    pages
      .map((page) => ({ ...page, sections: page.sections.filter((one) => one.had === had && one.found >= least) }))
      .filter((page) => page.sections.length)
      .sort((one, other) => best(other) - best(one)),
  );
}

function without(foreign, pages, base) {
  const own = new Set(pages.flatMap((page) => page.sections.map((one) => `${page.address}${one.id ? `#${one.id}` : ""}`)));
  return foreign
    .filter((one) => !own.has(one.address))
    .slice(0, FOREIGN)
    .map((one) => ({ ...one, url: new URL(one.address, base).href }));
}

// More for words that stand beside each other in the order asked.
function closeness(words) {
  let sum = 0;
  for (let i = 1; i < words.length; i++) {
    const before = new Set(words[i - 1] ?? []);
    if ((words[i] ?? []).some((place) => before.has(place - 1) || before.has(place - 2) || before.has(place))) sum += 20;
  }
  return sum;
}

// Whether a page has all words so near each other that they may be of one section.
function together(words, number) {
  for (let term = 0; term < number; term++) if (!words[term]) return false;
  if (number === 1) return true;
  const places = words.flatMap((found, term) => found.map((place) => [place, term])).sort(([one], [other]) => one - other);
  const last = new Array(number).fill(-Infinity);
  return places.some(([place, term]) => {
    last[term] = place;
    return place - Math.min(...last) < NEAR;
  });
}

// The sections of a page that have what is sought, best first.
function sections(data, page, terms) {
  const text = data.content.split(" ");
  const starts = [{ id: "", location: 0, text: data.meta.title }];
  for (const anchor of data.anchors) starts.push(anchor);
  starts.sort((one, other) => one.location - other.location);
  const found = [];
  for (const [i, { id, location, text: title }] of starts.entries()) {
    const end = starts[i + 1]?.location ?? text.length;
    const heading = location + title.split(" ").length;
    const inside = page.words.map((places) => places.filter((place) => place >= location && place < end));
    const here = terms.map((_, n) => inside[n] ?? []);
    const had = terms.filter((term, n) => term.required && here[n].length).length;
    if (!had) continue;
    let score = had * 10 + closeness(here) / 10 + (here.every((places) => places.length) ? 10 : 0);
    for (const [n, term] of terms.entries()) {
      const titled = here[n].some((place) => place < heading);
      const often = here[n].length / (here[n].length + 1 + (end - location) / 150);
      score += term.rarity * (often + (titled ? 1.2 : 0));
    }
    const places = new Set(here.flat());
    found.push({
      id,
      score,
      found: had,
      had: 2 * had + here.every((places) => places.length),
      title: marked(text, location, heading, places),
      excerpt: excerpt(text, heading, end, places),
    });
  }
  return {
    title: data.meta.title,
    address: data.raw_url.slice(1),
    sections: found.sort((one, other) => other.score - one.score),
  };
}

// The stretch of a section's text with the most of what is sought.
function excerpt(text, from, to, places) {
  const inside = [...places].filter((place) => place >= from && place < to).sort((a, b) => a - b);
  let start = from;
  let most = 0;
  for (const place of inside) {
    const count = inside.filter((other) => other >= place && other < place + EXCERPT - 6).length;
    if (count > most) [start, most] = [place - 5, count];
  }
  start = Math.max(from, Math.min(start, to - EXCERPT));
  const end = Math.min(to, start + EXCERPT);
  const parts = marked(text, start, end, places);
  if (start > from) parts.unshift({ text: "… " });
  if (end < to) parts.push({ text: " …" });
  return parts;
}

// Words `from` to `to` as runs of text, marked or not; a comma beside a word is no part of it.
function marked(text, from, to, places) {
  const runs = [];
  const add = (text, mark = false) => {
    if (!mark && runs.length && !runs.at(-1).mark) runs.at(-1).text += text;
    else if (text) runs.push(mark ? { text, mark } : { text });
  };
  for (let i = from; i < to; i++) {
    if (i > from) add(" ");
    const [before, word, after] = places.has(i) ? text[i].match(EDGES).slice(1) : [text[i], "", ""];
    add(before);
    add(word, true);
    add(after);
  }
  return runs;
}
