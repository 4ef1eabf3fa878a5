// Answers a query: fetches the parts of the index that hold its words and ranks the questions. Same file in Node and browser.
(function (root) {
  "use strict";
  const node = typeof module === "object" && module.exports;
  const tokenize = node ? require("./tokenize.js") : root.kbTokenize;
  const MOST = 60; // words of a query that count: nobody types more
  const RESULTS = 10;
  const LATIN = /^[a-z\u00c0-\u024f]+$/;
  const PAIR = /^[\u3400-\u9fff]{2}$/;
  const LONE = /^[\u3400-\u9fff]$/;
  const PREFIX = 0.4; // what a word counts that only begins as was typed
  const SLIP = 0.6; // and one that was taken for what was meant
  const FUNCTION = /[了的吗呢吧啊嘛呀就都还把被给让着也又很太再是在和与或而及这那啥么吃跟]/;
  const FUNCTION_WORDS = new Set(
    "about after all also am any anyone anything back been but could did didnt doesnt dont enough even ever get gets give go good got had has have having he her his i if into isnt just keep like look lot made make makes many me more most much my need needs no not now off one only other our out over own people really run same say see she should so some someone something still such take tell than that their them then there these they thing this those too under until up us use used using very want was wasnt way we well were will without wont would".split(" "),
  );
  const WEAK = 0.3; // a function word, or a pair with one in it, says little, however rare
  const SINGLE = 0.3; // a lone character stands for the words that begin with it

  const weak = (word) => FUNCTION_WORDS.has(word) || (PAIR.test(word) && FUNCTION.test(word));

  // The places of a word, as hooks/kb/search/index.py writes them: distance and weight; a capital where the word names the question.
  function places(text) {
    const [, count, list] = text.match(/^(?:(\d+):)?(.*)$/);
    const found = [];
    let at = 0;
    for (const [, step, letter] of list.matchAll(/(\d+)([A-Za-z])/g)) {
      at += Number(step);
      const named = letter < "a";
      found.push({ n: at, weight: 2 ** ((letter.charCodeAt(0) - (named ? 65 : 97)) / 4), named });
    }
    return { count: Number(count ?? found.length), found };
  }

  // The number of the part that would hold a word.
  function partOf(first, word) {
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  // Letters to insert, delete, change or swap between two words; more than `most` is not counted further.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= a.length; i++) {
      const now = [i];
      for (let j = 1; j <= b.length; j++) {
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
      }
      if (Math.min(...now) > most) return most + 1;
      [before, last] = [last, now];
    }
    return last[b.length];
  }

  const swapped = (word) => [...word].slice(1).map((letter, i) => word.slice(0, i) + letter + word[i] + word.slice(i + 2));

  // The words that differ least from one that no page has.
  function nearWords(letters) {
    const words = letters.words.split(" ");
    return (word) => {
      const most = word.length < 4 ? 0 : word.length > 6 ? 2 : 1;
      const near = Array.from({ length: most + 1 }, () => []);
      for (const known of words) near[distance(word, known, most)]?.push(known);
      return near.find((found) => found.length) ?? [];
    };
  }

  // The pairs of characters that sound like others, or like Latin letters.
  function likeSounds(sounds) {
    const soft = (syllable) => syllable.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
    const heard = new Map(); // character -> how it sounds, front and back nasals and z and zh taken as one
    const syllables = new Set();
    for (const entry of sounds.syllables.split(" ")) {
      const syllable = entry.match(/^[a-z]+/)?.[0] ?? "";
      syllables.add(syllable);
      for (const character of entry.slice(syllable.length)) heard.set(character, [...(heard.get(character) ?? []), soft(syllable)]);
    }
    const sounding = new Map(); // "duo tou" -> pairs of characters
    for (const pair of sounds.pairs.match(/../gu) ?? [])
      for (const a of heard.get(pair[0]) ?? [])
        for (const b of heard.get(pair[1]) ?? []) sounding.set(`${a} ${b}`, [...(sounding.get(`${a} ${b}`) ?? []), pair]);

    // "lianghua" -> liang, hua; none if it cannot be cut into syllables.
    function cut(word) {
      if (!word) return [];
      for (let length = Math.min(6, word.length); length > 0; length--) {
        const rest = syllables.has(word.slice(0, length)) ? cut(word.slice(length)) : null;
        if (rest) return [word.slice(0, length), ...rest];
      }
      return null;
    }

    return {
      spelled(word) {
        const spoken = (cut(word) ?? []).map(soft);
        return spoken.slice(1).flatMap((b, i) => sounding.get(`${spoken[i]} ${b}`) ?? []);
      },
      // One character wrong, or, where hardly any is known, both.
      written(pair, both) {
        const alike = (heard.get(pair[0]) ?? []).flatMap((a) => (heard.get(pair[1]) ?? []).flatMap((b) => sounding.get(`${a} ${b}`) ?? []));
        return alike.filter((other) => !FUNCTION.test(other) && (both || other[0] === pair[0] || other[1] === pair[1]));
      },
    };
  }

  const simplified = (forms, text) => {
    const simple = new Map((forms.simple.match(/../gu) ?? []).map((two) => [two[0], two[1]]));
    return [...text].map((character) => simple.get(character) ?? character).join("");
  };

  // The names that share most characters with what was asked.
  function nearest(forms, text, count) {
    const asked = new Set(tokenize.normalise(text).replace(/\s/g, ""));
    const alike = (name) => {
      const own = new Set(name.toLowerCase().replace(/\s/g, ""));
      return (2 * [...own].filter((character) => asked.has(character)).length) / (own.size + asked.size);
    };
    const scored = forms.names.split("/").map((name) => [alike(name), name]);
    return scored.filter(([score]) => score > 0.3).sort((a, b) => b[0] - a[0]).slice(0, count).map(([, name]) => name);
  }

  // `load(name)` promises the data of a part: fetched in the browser, read in Node.
  function open(lang, load) {
    const read = new Map(); // word -> its places
    const made = new Map();
    const once = (name, make) => async () => {
      const data = await load(`${lang}/${name}`);
      if (!made.has(name)) made.set(name, make(data));
      return made.get(name);
    };
    const letters = once("letters", nearWords);
    const sounds = once("sounds", likeSounds);

    async function parts(meta, numbers) {
      const wanted = [...new Set(numbers)];
      return Object.assign({}, ...(await Promise.all(wanted.map((n) => load(`${lang}/words-${n}`)))));
    }

    function placesOf(words, word) {
      if (!Object.hasOwn(words, word)) return null;
      if (!read.has(word)) read.set(word, places(words[word]));
      return read.get(word);
    }

    // For each word asked the words of the index that answer it, each with what it counts.
    function answers(words, asked) {
      return asked.map((word, i) => {
        const found = Object.hasOwn(words, word) ? [[word, 1]] : [];
        if (LONE.test(word) && !FUNCTION.test(word)) for (const longer in words) if (longer.length === 2 && longer[0] === word) found.push([longer, SINGLE]);
        const unfinished = word.length === 2 && i === asked.length - 1; // "pp" on the way to ppo
        if (LATIN.test(word) && (word.length > 2 || unfinished))
          for (const longer in words)
            if (longer.length > word.length && (!unfinished || longer.length === 3) && longer.startsWith(word) && !longer.includes("="))
              found.push([longer, (PREFIX * word.length) / (word.length + 0.3 * (longer.length - word.length))]);
        return { word, found };
      });
    }

    // The parts that hold a word and those that begin with it; of two letters only where they may be unfinished.
    const range = (meta, word, last) => {
      const longer = LONE.test(word) || (LATIN.test(word) && word.length > (last ? 1 : 2));
      const [from, to] = [partOf(meta.first, word), longer ? partOf(meta.first, `${word}\uffff`) : 0];
      return Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i);
    };

    const asking = (text) => tokenize.queryTokens(text).slice(0, MOST);

    async function look(meta, asked) {
      const words = await parts(meta, asked.flatMap((word, i) => range(meta, word, i === asked.length - 1)));
      return { asked, words, terms: answers(words, asked) };
    }

    // A pair of characters between two known ones is where two words meet; a character written for another breaks two pairs, or one at an end.
    function strangePairs(terms) {
      const known = (term, joined) => !term || !joined || term.found.length;
      return terms.filter(({ word, found }, i) => {
        if (found.length || !PAIR.test(word) || FUNCTION.test(word)) return false;
        const [before, after] = [terms[i - 1], terms[i + 1]];
        const [joins, goesOn] = [before && before.word.endsWith(word[0]), after && after.word.startsWith(word[1])];
        return !(joins && goesOn && known(before, joins) && known(after, goesOn));
      });
    }

    // Words that are found nowhere are taken for slips: traditional characters, other letters, another sound.
    async function mended(meta, text, looked) {
      const words = looked.terms.filter(({ word, found }) => !found.length && LATIN.test(word) && word.length > 2);
      const pairs = strangePairs(looked.terms);
      if (pairs.length) {
        const simple = simplified(await load(`${lang}/forms`), text);
        if (simple !== text) return mended(meta, simple, { ...(await look(meta, asking(simple))), text: simple });
      }
      if (!words.length && !pairs.length) return looked;
      const [near, alike] = await Promise.all([words.length ? letters() : null, pairs.length ? sounds() : null]);
      const meant = new Map(pairs.map(({ word }) => [word, alike.written(word, pairs.length * 2 > looked.terms.length)]));
      for (const { word } of words) {
        const close = near(word);
        meant.set(word, [...swapped(word), ...(close.length ? close : (await sounds()).spelled(word))]);
      }
      const found = { ...looked.words, ...(await parts(meta, [...meant.values()].flat().map((word) => partOf(meta.first, word)))) };
      for (const term of [...words, ...pairs]) {
        const right = [...new Set(meant.get(term.word))].filter((word) => Object.hasOwn(found, word));
        const swap = right.filter((word) => LATIN.test(term.word) && swapped(term.word).includes(word));
        term.found = (swap.length ? swap : right).map((word) => [word, SLIP]);
      }
      const sure = new Map([...words, ...pairs].filter((term) => term.found.length === 1).map((term) => [term.word, term.found[0][0]]));
      return { ...looked, words: found, sure };
    }

    // What each question scores: the best answer to each word asked, by how rare it is; all of it by the share of what was asked.
    function ranked(meta, words, terms, names) {
      const questions = new Map();
      const of = (n) => questions.get(n) ?? (questions.set(n, { n, score: 0, share: 0, words: [], named: true }), questions.get(n));
      let whole = 0;
      for (const { word, found } of terms) {
        const best = new Map();
        let count = 0;
        for (const [known, counts] of found) {
          const there = placesOf(words, known);
          count = Math.max(count, there.count);
          for (const { n, weight, named } of there.found) {
            const score = weight * counts;
            if (score > (best.get(n)?.score ?? 0)) best.set(n, { score, named, known });
          }
        }
        if (!best.size) continue;
        const rare = Math.log(1 + meta.count / count) * (weak(word) ? WEAK : 1);
        whole += rare;
        for (const [n, { score, named, known }] of best) {
          const question = of(n);
          question.score += score * rare;
          question.share += rare;
          question.words.push(known);
          question.named &&= named;
        }
      }
      for (const name of names)
        for (const { n, weight } of placesOf(words, name)?.found ?? []) if (questions.has(n)) questions.get(n).whole = weight;
      const score = (q) => q.score * Math.sqrt(q.share / whole) * (q.whole ?? 1);
      const all = [...questions.values()].map((q) => ({ ...q, score: score(q) })).sort((a, b) => b.score - a.score || a.n - b.n);
      return all.filter((q) => q.score > all[0].score * 0.12);
    }

    async function titled(meta, hits) {
      const files = new Map(hits.map(({ n }) => [Math.floor(n / meta.size), meta.titles]));
      if (!meta.titles) await Promise.all([...files.keys()].map(async (at) => files.set(at, await load(`${lang}/titles-${at}`))));
      return hits.map((hit) => {
        const [id, title, stage] = files.get(Math.floor(hit.n / meta.size))[hit.n % meta.size];
        return { ...hit, id, title, stage: meta.stages[stage], url: `${meta.prefix}${id}/` };
      });
    }

    // Names of several words of which the last is unfinished: "knowledge dist". Under `keys` stands what was asked, as a name would.
    const unfinished = (keys) => keys.filter((key) => /=[^ ]*(?: [^ ]+)*[a-z]{3}$/.test(key));
    const keysFrom = (meta, key) => [partOf(meta.first, key), partOf(meta.first, `${key}\uffff`)];
    const begun = (words, keys) => unfinished(keys).flatMap((key) => Object.keys(words).filter((name) => name !== key && name.startsWith(key)));

    // The keys under which a name stands that is all of what was asked, with or without the question's own words.
    function named(text, asked, sure = new Map()) {
      const right = (words) => words.map((word) => sure.get(word) ?? word);
      const key = ([first, ...others]) => `${first}=${others.join(" ")}`;
      return [...new Set([tokenize.tokens(text.slice(0, 200)), asked].map((words) => key(right(words))))];
    }

    return {
      // The questions that a text asks for, the likeliest first.
      async query(text, limit = RESULTS) {
        const asked = asking(text);
        if (!asked.length) return [];
        const meta = await load(lang);
        const joined = asked.slice(1).map((word, i) => asked[i] + word).filter((word) => LATIN.test(word));
        const [first, extra] = await Promise.all([look(meta, asked), parts(meta, [...joined.map((w) => partOf(meta.first, w)), ...named(text, asked).flatMap((w) => keysFrom(meta, w))])]);
        const better = await mended(meta, text, first).catch(() => first); // what mends a slip may fail to load
        const { words, terms } = better;
        const names = named(better.text ?? text, better.asked, better.sure);
        if (better !== first) Object.assign(extra, await parts(meta, names.flatMap((w) => keysFrom(meta, w))));
        for (const pair of joined.filter((word) => Object.hasOwn(extra, word)))
          for (const term of terms) if (pair.startsWith(term.word) || pair.endsWith(term.word)) term.found.push([pair, 1]);
        const hits = ranked(meta, { ...extra, ...words }, terms, [...begun(extra, names), ...names]).slice(0, limit);
        return titled(meta, hits);
      },
      sections: (id) => load(`${lang}/q/${id}`).then((found) => found.map(([anchor, heading, text]) => ({ anchor, heading, text }))),
      nearest: (text, count = 5) => load(`${lang}/forms`).then((forms) => nearest(forms, text, count)),
    };
  }

  // The section that holds most of the matched words; the earliest of equals.
  function place(sections, words) {
    let best = null;
    let most = 0;
    for (const section of sections) {
      const own = new Set(tokenize.tokens(`${section.heading} ${section.text}`));
      const count = words.filter((word) => own.has(word)).length;
      if (count > most) [best, most] = [section, count];
    }
    return best;
  }

  // The text around the first matched word, cut at `size` characters.
  function excerpt(text, words, size = 120) {
    const low = tokenize.normalise(text);
    const at = low.length === text.length ? Math.min(...words.map((w) => low.indexOf(w)).filter((i) => i >= 0), text.length) : 0;
    const start = at === text.length ? 0 : Math.max(0, at - 24);
    return (start ? "…" : "") + text.slice(start, start + size) + (start + size < text.length ? "…" : "");
  }

  const api = { open, place, excerpt };
  if (node) module.exports = api;
  else root.kbEngine = api;
})(typeof self === "object" ? self : globalThis);
