// From what a reader types to the families of words that the index holds: the browser's
// half of scripts/handbook/site/search/wordrules.py and lexicon.py. Both take a text apart alike.

const SHORTEST = 3;
const WORD = /[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)*/gu;
const HYPHEN = /[-\u2010\u2011]/;

// The words of one language: its rules, and its tables, each fetched when it is first needed.
export class Lexicon {
  constructor(base, index) {
    this.base = base;
    this.index = index;
    this.tables = new Map();
    this.letters = new RegExp(`[${Object.keys(index.letters).join("")}]`, "gu");
    this.ways = index.ways.map((way) =>
      way.map((stage) => stage.map(([pattern, base]) => [new RegExp(pattern, "u"), base])),
    );
    this.light = new Set(index.light);
    this.common = new Set(index.common);
    this.compounds = new Set(index.compounds);
  }

  static async open(base) {
    return new Lexicon(base, await fetched(new URL("index.json", base)));
  }

  normalised(text) {
    return text
      .replace(this.letters, (letter) => this.index.letters[letter])
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}|['’‘ʼ]/gu, "");
  }

  // The words of a text, each with its parts where it has hyphens.
  words(text) {
    return (this.normalised(text).match(WORD) ?? []).map((word) => {
      const parts = word.split(HYPHEN);
      return parts.length > 1 ? [parts.join(""), ...parts] : [word];
    });
  }

  // What `word` may be a form of, derived from, or akin to, itself first.
  guesses(word) {
    const found = [word];
    for (const way of this.ways) {
      const reached = [word];
      for (const stage of way) {
        for (const one of [...reached]) {
          for (const [pattern, base] of stage) {
            const other = one.replace(pattern, base);
            if (other !== one && other.length >= SHORTEST && !reached.includes(other)) {
              reached.push(other);
            }
          }
        }
      }
      for (const other of reached) if (!found.includes(other)) found.push(other);
    }
    return found;
  }

  // What two words make when written as one, the first in any of its forms.
  compound(word, after) {
    return this.guesses(word).map((base) => base + after).find((pair) => this.compounds.has(pair));
  }

  // The table that holds the stretch of the alphabet in which `word` stands: form to code.
  async table(word) {
    const place = Math.max(0, this.index.words.findLastIndex(([first]) => compared(first, word) <= 0));
    if (!this.tables.has(place)) this.tables.set(place, this.#read(this.index.words[place][1]));
    return this.tables.get(place);
  }

  async #read(name) {
    const forms = new Map();
    for (const [code, text] of Object.entries(await fetched(new URL(name, this.base)))) {
      for (const form of text.split(" ")) forms.set(form, code);
    }
    return forms;
  }

  async exact(word) {
    return (await this.table(word)).get(word);
  }

  // The family of the longest word in the tables that `word` may be a form of.
  async code(word) {
    const own = await this.exact(word);
    if (own) return own;
    let best = "";
    let code;
    for (const base of this.guesses(word).slice(1)) {
      if (base.length <= best.length || this.light.has(base)) continue;
      const known = await this.exact(base);
      if (known) [best, code] = [base, known];
    }
    return code;
  }

  // The families of the words that begin as `start` does, no more than a few.
  async beginning(start, most = 8) {
    const codes = new Set();
    for (const [form, code] of await this.table(start)) {
      if (form.startsWith(start)) codes.add(code);
      if (codes.size === most) break;
    }
    return [...codes];
  }

  // The word in the tables that `word` is most likely a misspelling of.
  async nearest(word) {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    let best;
    let least = most + 1;
    for (const form of (await this.table(word)).keys()) {
      if (Math.abs(form.length - word.length) > most) continue;
      const far = distance(form, word, least);
      if (far < least) [best, least] = [form, far];
    }
    return best;
  }

  // Where words of these families are most at home: [rarity, ...sections] for each code.
  async places(code) {
    const row = this.index.places.findLast(([first]) => first <= code);
    if (!row) return undefined;
    if (!this.tables.has(row[1])) this.tables.set(row[1], fetched(new URL(row[1], this.base)));
    const table = await this.tables.get(row[1]);
    const [rarity, ...numbers] = table.of[code] ?? [];
    return rarity && { rarity, sections: numbers.map((number) => table.sections[number]) };
  }
}

export async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// In the order in which Python sorts, by code points.
function compared(one, other) {
  const [left, right] = [[...one], [...other]];
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  }
  return left.length - right.length;
}

// How many letters differ, a swap of two counting as one; stops counting at `enough`.
export function distance(one, other, enough = Infinity) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) >= enough) return enough;
    [before, last] = [last, row];
  }
  return last[other.length];
}
