import { short, widget } from "./frame.js";
import { lora } from "./sums.js";

const LLAMA = { hidden: 4096, ffn: 14336, kv: 1024, layers: 32, vocab: 128256 }; // Llama-3.1-8B, docs/verify/lora_step.py

widget("lora", (v, say) => {
  const { trained, share, scale, full, lora: memory, qlora } = lora({ ...LLAMA, ...v, chosen: v.module });
  const bar = (label, bytes, kind) => ({ label, parts: [[bytes / full, kind]], text: `${short(bytes / 1e9)} GB` });
  return {
    formula: `32 × r × Σ(in + out) = ${trained.toLocaleString("en")};  ${(100 * share).toPrecision(3)}%;  α/r = ${short(scale)}`,
    bars: [bar(say("full"), full, "opt"), bar("LoRA", memory, "param"), bar("QLoRA", qlora, "act")],
    note: say("note"),
  };
});
