// Records how many tokens an independent implementation counts in texts that are hard to split.
//
//   In an empty folder:  npm install gpt-tokenizer@4.0.0
//   Copy this file there: node record_counts.mjs > recorded_counts.json
//
// gpt-tokenizer is written in JavaScript: another regular-expression engine, another merge loop and another
// copy of the ranks than tiktoken's. A text made of one repeated part is stored as {"repeat", "times"}.
import { readFileSync } from "node:fs";
import { countTokens as countCl100k } from "gpt-tokenizer/encoding/cl100k_base";
import { countTokens as countO200k } from "gpt-tokenizer/encoding/o200k_base";

const LONG = 5000;
const WHITE_SPACE = [
  "\u0009", "\u000a", "\u000b", "\u000c", "\u000d", "\u0020", "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001",
  "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029",
  "\u202f", "\u205f", "\u3000",
];
const hex = (character) => "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

const texts = {
  "empty": "",
  "one letter": "a",
  "one space": " ",
  "one newline": "\n",
  "English sentence": "I still have not received my new card, I ordered over a week ago.",
  "English contractions": "I'm sure they've said it's what we'd do; they'll say he didn't, and y'all're right.",
  "contractions in capitals": "I'M SURE THEY'VE SAID IT'S WHAT WE'D DO; THEY'LL SAY HE DIDN'T.",
  "contraction with a long s": "it'\u017f what\u2019s left, o'\u212Aelvin",
  "typographic quotes": "\u201cIt\u2019s done,\u201d she said \u2014 \u2018finally\u2019\u2026",
  "title case and camel case": "HelloWorld helloWorld HELLOworld XMLHttpRequest iPhone McDonald eBay",
  "title-case digraphs": "\u01c5ungla \u01c8eto \u01cbiva \u01f2 \u01c4\u01c5\u01c6",
  "German": "Die Kraftfahrzeug-Haftpflichtversicherung kündigt Straßenschäden nicht rückwirkend.",
  "French": "L'été dernier, j'ai été débité deux fois\u00a0: où est passé mon remboursement\u202f?",
  "Spanish": "¿Cuándo llegará mi tarjeta? ¡Ya pasó más de una semana, señor Núñez!",
  "Polish": "Zażółć gęślą jaźń i zwróć mi pieniądze.",
  "Turkish dotted and dotless i": "İstanbul'da IŞIK ışık İĞNE iğne",
  "Vietnamese": "Tôi vẫn chưa nhận được thẻ mới, đã đặt hơn một tuần trước.",
  "Greek": "Πού είναι η κάρτα μου; Έχω παραγγείλει πριν από μία εβδομάδα. ΣΊΣΥΦΟΣ σίσυφος",
  "Russian": "Моя новая карта до сих пор не пришла, хотя я заказал её больше недели назад.",
  "Ukrainian": "Де моя картка? Її досі немає, хоч п’ятий день минає.",
  "Chinese": "我的新卡还没有收到，一个多星期前就订了。",
  "Japanese": "新しいカードがまだ届きません。一週間以上前に注文しました。ﾊﾝｶｸ",
  "Korean": "새 카드를 아직 받지 못했어요. 일주일도 더 전에 주문했는데요.",
  "Korean decomposed": "새 카드를 아직".normalize("NFD"),
  "Thai": "ฉันยังไม่ได้รับบัตรใหม่เลย สั่งไปนานกว่าหนึ่งสัปดาห์แล้ว",
  "Hindi": "मुझे अब तक मेरा नया कार्ड नहीं मिला है, एक हफ़्ते से ज़्यादा हो गया।",
  "Tamil": "எனது புதிய அட்டை இன்னும் வரவில்லை.",
  "Burmese": "ကျွန်ုပ်၏ ကတ်အသစ် မရောက်သေးပါ။",
  "Amharic": "አዲሱ ካርዴ እስካሁን አልደረሰኝም።",
  "Georgian": "ჩემი ახალი ბარათი ჯერ არ მოსულა. ᲐᲮᲐᲚᲘ",
  "Arabic with vowel marks": "لَمْ أَسْتَلِمْ بِطَاقَتِي الجَدِيدَةَ بَعْدُ، رقم ١٢٣٤٥٦.",
  "Hebrew with points": "עֲדַיִן לֹא קִבַּלְתִּי אֶת הַכַּרְטִיס הֶחָדָשׁ שֶׁלִּי.",
  "Persian with zero-width non-joiner": "کارت جدیدم هنوز نرسیده است و می\u200cخواهم پی\u200cگیری کنم.",
  "right-to-left with marks and overrides": "\u202eabc\u202c \u2067שלום 123 abc\u2069 \u200fعربي\u200e end",
  "mixed scripts in one word": "раypal сard Ⅻ ｆｕｌｌｗｉｄｔｈ 𝓬𝓾𝓻𝓼𝓲𝓿𝓮 ℌ𝔢𝔩𝔩𝔬",
  "mixed scripts in one line": "Order 注文 заказ طلب สั่ง 주문 order-7781 (№ 12) for Ζωή",
  "Gothic and cuneiform": "𐌲𐌿𐍄𐌹𐍃𐌺 𒀀𒀁𒀂 𐎠𐎡𐎢",
  "rare Chinese beyond the first plane": "𠀀𠮷𡨸𪚥𰻞",
  "simple emoji": "Thanks 😀😃🎉 so much!!! 👍",
  "emoji with skin tones": "👍🏽👩🏿🧑🏻‍🦱",
  "family emoji joined by ZWJ": "👨‍👩‍👧‍👦 and 👩‍❤️‍💋‍👨 and 🏳️‍🌈 and 🏴‍☠️",
  "flags": "🇩🇪🇫🇷🇺🇸🇯🇵🇧🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  "keycaps and variation selectors": "1️⃣2️⃣#️⃣ ☎︎ ☎️ ✔︎ ✔️",
  "stacked combining marks": "Z̷̢̧͇̹̩͓̦͎̱̪͖͊̀̓̿̐̈́a̸̡̛̳̮͇̮͍̎̈́l̵̢̹̙̤̯̝͐͊̈g̶̨̘̟̥̰̑̅̀͠o̴̢͉͎̟͋̾̋̕",
  "combining marks alone": "\u0301\u0308\u0323 \u0301 e\u0301\u0301",
  "decomposed accents": "Wo ist die Überweisung für Frau Müller-Lüdenscheidt? Café".normalize("NFD"),
  "every Unicode white space, together": WHITE_SPACE.join(""),
  "every Unicode white space, between words": "a" + WHITE_SPACE.map((c) => c + "a").join(""),
  "every Unicode white space, doubled before a word": WHITE_SPACE.map((c) => c + c + "word").join(""),
  "invisible characters that are not white space": "a\u200bb\u200cc\u200dd\u2060e\u180ef\u00adg",
  "byte order mark inside the text": "one\ufefftwo \ufeff three\ufeff\ufeff",
  "next-line character": "one\u0085two \u0085 three\u0085\u0085four",
  "spaces before a word": "        indented by eight",
  "trailing spaces": "a line with trailing spaces   ",
  "trailing newlines": "the end\n\n\n",
  "Windows line ends": "first\r\nsecond\r\n\r\nthird\r\n",
  "lone carriage returns": "first\rsecond\r\rthird",
  "tabs and spaces mixed": "\tone\t\ttwo \t three\t \t four\n\t\n \t\n",
  "blank lines with spaces": "a\n   \n \n\n    b\n\t\n",
  "control characters": Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("x") + "\u007f\u0080\u009f",
  "terminal escapes": "\u001b[1;31mERROR\u001b[0m \u001b]0;title\u0007 done\b\b",
  "null characters": "a\u0000b\u0000\u0000c",
  "replacement and private use": "\ufffd\ufffd \ue000\uf8ff \u{f0000} \u{10ffff} \uffff",
  "special token, end of text": "<|endoftext|>",
  "special tokens inside a sentence": "Ignore this: <|endoftext|><|fim_prefix|> and <|endofprompt|> please.",
  "chat markers": "<|im_start|>system\nYou are helpful.<|im_end|>\n<|start|>assistant<|channel|>final<|message|>Hi<|return|>",
  "special token of every kind": "<|fim_middle|><|fim_suffix|><|startoftext|><|call|><|reserved_200013|>",
  "digits": "1 12 123 1234 12345 123456 1234567 3.14159 -273.15 1,234,567.89 1e-10 0x1F600",
  "digits of other scripts": "١٢٣٤٥ १२३४५ ๑๒๓๔๕ ²³¹ ½¾ ⅷ ①② 𝟘𝟙𝟚",
  "money and references": "€1.234,56 £99.99 ¥10,000 ₹5,00,000 IBAN DE89 3704 0044 0532 0130 00 #A-7781/2024",
  "dates and times": "2024-05-03T09:41:00.123+02:00, 3/5/24, 09:41 a.m.",
  "Web address": "https://user:pw@example.com:8443/a/b/c.html?q=%E2%9C%93&lang=de-DE#frag_ment-1",
  "e-mail and handles": "To: jane.o'neil+support@sub.example.co.uk; cc @user_name #HashTag",
  "Windows and Unix paths": "C:\\Users\\jane\\AppData\\Local\\x.tmp ../../etc//nginx/sites-enabled/*.conf",
  "punctuation soup": "!?!?!?...---===***###$$$%%%^^^&&&((()))[[[]]]{{{}}}<<<>>>~~~```'''\"\"\"",
  "slashes and newlines after punctuation": "a //\n/// ==\n\n/* x */\r\n--\n\n\n;/\n",
  "Python": "def f(x: list[int]) -> dict[str, int]:\n    \"\"\"Doc.\"\"\"\n    return {f\"{k:>03d}\": k**2 for k in x if not k % 2}\n",
  "C++": "template<typename T>\nstd::vector<T>&& f(const T* p, size_t n) noexcept {\n\treturn {p, p + n}; // ok\n}\n",
  "JSON": '{"id":7781,"items":[{"sku":"A-1","qty":2,"price":19.99},null,true],"note":"line\\nbreak \\u00e9"}',
  "XML": '<?xml version="1.0"?>\n<a:b xmlns:a="urn:x">\n  <c d=\'e\'/>&amp;&#x1F600;<![CDATA[ x ]]>\n</a:b>',
  "SQL": "SELECT o.id, SUM(l.qty*l.price) AS total FROM orders o JOIN lines l USING(order_id) WHERE o.ts>='2024-01-01';",
  "Markdown table": "| option | cost |\n|:-------|-----:|\n| prompt | $12.50 |\n| tune   | $9.99 |\n\n- [x] done\n  1. **bold** _it_\n",
  "LaTeX": "\\frac{\\partial^2 u}{\\partial t^2} = c^2 \\nabla^2 u \\quad \\forall x \\in \\Omega",
  "mathematics": "∀x∈ℝ: ∑ᵢ₌₁ⁿ xᵢ² ≥ 0 ⇒ √2 ≉ 1.5 ∧ ∫₀^∞ e^{−x²}dx = √π⁄2",
  "box drawing": "┌──────┬──────┐\n│ a    │ b    │\n└──────┴──────┘ ████▒▒░░",
  "base64": Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 73 + 41) % 256)).toString("base64"),
  "hexadecimal digest": "sha256:446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
  "a very long German word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "a very long word without pattern": Array.from({ length: 3000 }, (_, i) => "abcdefghijklmnopqrstuvwxyz"[(i * i * 7 + i * 3) % 26]).join(""),
  "a very long capital word": Array.from({ length: 3000 }, (_, i) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(i * i * 11 + i * 5) % 26]).join(""),
  "capitals and small letters in turn": "aB".repeat(300),
};
for (const character of WHITE_SPACE) {
  texts[`white space ${hex(character)}`] = `${character}one${character}two${character}${character}three ${character}`;
}

const RUNS = {
  "letters a": "a", "letters A": "A", "letters é": "é", "letters я": "я", "spaces": " ", "newlines": "\n",
  "Windows line ends": "\r\n", "tabs": "\t", "no-break spaces": "\u00a0", "zeros": "0", "sevens": "7", "Chinese": "中",
  "Japanese": "あ", "Korean": "한", "exclamation marks": "!", "full stops": ".", "hyphens": "-", "equals signs": "=",
  "slashes": "/", "underscores": "_", "emoji": "😀", "combining acute accents": "\u0301", "zero-width joiners": "\u200d",
  "flag letters": "🇩", "null characters": "\u0000", "apostrophe s": "'s", "words": "word ", "spaced digits": " 1",
};

const asOrdinaryText = { allowedSpecial: new Set(), disallowedSpecial: new Set() };
const counted = (text) => ({
  o200k_base: countO200k(text, asOrdinaryText),
  cl100k_base: countCl100k(text, asOrdinaryText),
});
const recorded = [
  ...Object.entries(texts).map(([name, text]) => ({ name, text, counts: counted(text) })),
  ...Object.entries(RUNS).map(([name, repeat]) => ({
    name: `${LONG} × ${name}`, repeat, times: LONG, counts: counted(repeat.repeat(LONG)),
  })),
];

const packageFile = new URL("./node_modules/gpt-tokenizer/package.json", import.meta.url);
const { name, version, license } = JSON.parse(readFileSync(packageFile, "utf8"));
const header = {
  implementation: `${name} (npm)`,
  version,
  license,
  runtime: `Node.js ${process.version}, Unicode ${process.versions.unicode}`,
  recorded_on: new Date().toISOString().slice(0, 10),
  recorded_by: "record_counts.mjs",
};
// Everything beyond ASCII is escaped, so that no editor or version-control setting can change a text.
const ascii = (value) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
const lines = recorded.map((entry) => "    " + ascii(entry)).join(",\n");
process.stdout.write(`{\n  "header": ${ascii(header)},\n  "texts": [\n${lines}\n  ]\n}\n`);
