"""Widgets: what they compute is what the verify scripts compute; they open on an example, ask first, and keep their state in the address."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from kb.model import Library
from playwright.sync_api import Browser, Page, expect

from tests.frontend import node

PAGES = {
    "kv-cache": "kv-cache-size", "zero": "zero-stages", "sampling": "decoding-strategies", "four-models": "ppo-components", "lora": "lora",
    "sqrt-dk": "attention-scaling-sqrt-dk",
}  # fmt: skip


def sums(code: str) -> Any:
    return node(f'const sums = await from("widgets/sums"); return {code};')


def test_the_kv_cache_is_the_scripts(library: Library) -> None:
    value = library.values["kvsize_models"]
    base = "bytes: 2, tokens: 131072, batch: 1, card: 80, weights: 16, latent: 512, rope: 64"
    for name, shape in {
        "llama8": (32, 8, 128),
        "llama70": (80, 8, 128),
        "llama405": (126, 8, 128),
        "llama7": (32, 32, 128),
    }.items():
        layers, heads, dim = shape
        found = sums(f"sums.kvCache({{ kind: 'gqa', layers: {layers}, kv: {heads}, dim: {dim}, {base} }})")
        assert found["token"] / 2**10 == value[f"{name}_kib"].number
        if name != "llama7":
            assert found["all"] / 2**30 == value[f"{name}_gib"].number
    latent = sums(f"sums.kvCache({{ kind: 'mla', layers: 61, kv: 128, dim: 128, {base} }})")
    assert latent["token"] / 2**10 == value["dsv3_kib"].number
    single = sums(f"sums.kvCache({{ kind: 'mqa', layers: 32, kv: 8, dim: 128, {base} }})")
    assert single["token"] / 2**10 == value["llama8_kib"].number / 8


def test_zero_is_the_scripts(library: Library) -> None:
    value = library.values["zero_memory"]
    stages = sums("sums.zero({ params: 7.5, gpus: 64 })")
    assert [row["all"] for row in stages] == [
        value[n].number for n in ("baseline_gb", "stage1_gb", "stage2_gb", "stage3_gb")
    ]


def test_sampling_is_the_scripts(library: Library) -> None:
    value = library.values["decoding_samplers"]
    given = "[0.4, 0.25, 0.15, 0.08, 0.05, 0.04, 0.02, 0.01]"
    for name, temperature in (("t07", 0.7), ("t1", 1), ("t15", 1.5)):
        nucleus = sums(f"sums.sampled({given}, {{ temperature: {temperature}, k: 0, p: 0.9, minp: 0 }})")
        assert nucleus["kept"] == value[f"nucleus_{name}"].number
        least = sums(f"sums.sampled({given}, {{ temperature: {temperature}, k: 0, p: 1, minp: 0.1 }})")
        assert least["kept"] == value[f"minp_{name}"].number
    assert sums(f"sums.sampled({given}, {{ temperature: 0.7, k: 0, p: 1, minp: 0 }})")["now"][0] == pytest.approx(
        value["t07_1"].number
    )


def test_lora_is_the_scripts(library: Library) -> None:
    value = library.values["lora_step"]
    for rank in (8, 16, 64, 256):
        found = sums(
            f"sums.lora({{ hidden: 4096, ffn: 14336, kv: 1024, layers: 32, vocab: 128256, rank: {rank}, alpha: 32, chosen: ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] }})"
        )
        assert found["trained"] == value[f"params_{rank}"].number
        assert 100 * found["share"] == pytest.approx(value[f"share_{rank}"].number)
        assert (found["lora"] - 2 * found["all"]) / 1e9 == pytest.approx(value[f"state_{rank}"].number)


def test_the_four_models_are_the_scripts(library: Library) -> None:
    value = library.values["ppo_memory"]
    found = sums("sums.fourModels({ actor: 6.738415616, critic: 6.607347712, reward: 6.607347712, lora: false })")
    assert list(found.values()) == pytest.approx(
        [value[n].number for n in ("actor_gb", "critic_gb", "ref_gb", "rm_gb")]
    )


def test_saturation_is_that_of_a_softmax(library: Library) -> None:
    """The formula of the Jacobian's norm against the matrix itself, and the script's ratio of two weights whose scores differ by one deviation."""
    value = library.values["attention_scaling"]
    pair = "[0.5, -0.5]"  # one standard deviation apart
    raw, scaled = (sums(f"sums.saturation({pair}, {{ dk: 64, scaled: {on} }})")["weights"] for on in ("false", "true"))
    assert raw[0] / raw[1] == pytest.approx(value["ratio_raw_64"].number)
    assert scaled[0] / scaled[1] == pytest.approx(value["ratio_sqrt_64"].number)
    found = sums(f"sums.saturation({pair}, {{ dk: 4, scaled: true }})")
    p = found["weights"]
    matrix = [[(p[i] if i == j else 0) - p[i] * p[j] for j in range(2)] for i in range(2)]
    assert found["jacobian"] == pytest.approx(sum(x * x for row in matrix for x in row) ** 0.5)


@pytest.mark.parametrize("name", PAGES)
def test_a_prediction_comes_first(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}q/{PAGES[name]}/")
    widget = page.locator(f"[data-widget={name}]")
    expect(widget.locator("form")).to_be_hidden()
    expect(widget.locator(".kb-w-example")).to_be_hidden()
    # By key: a click in the frame of the jump ends beside the button, once what lies above is laid out.
    widget.locator(".kb-w-guess button:not([data-right])").first.press("Enter")
    expect(widget.locator(".kb-w-guess [role=status]")).not_to_be_empty()
    expect(widget.locator(".kb-w-example")).to_be_visible()
    assert widget.locator(".kb-w-bars li").count() >= 1


@pytest.mark.parametrize("name", PAGES)
def test_an_example_reads_without_script(chromium: Browser, address: str, name: str) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}en/q/{PAGES[name]}/")
    expect(page.locator(f"[data-widget={name}] .kb-w-example")).to_be_visible()
    expect(page.locator(f"[data-widget={name}] .kb-w-guess")).to_be_hidden()
    page.context.close()


def test_its_state_is_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}en/q/zero-stages/")
    widget = page.locator("[data-widget=zero]")
    widget.locator("[data-right]").press("Enter")
    expect(widget.locator(".kb-w-bars b")).to_have_text(["120 GB", "31.4 GB", "16.6 GB", "1.88 GB"])
    widget.locator("[name=gpus]").fill("8")
    expect(widget.locator(".kb-w-bars b")).to_have_text(["120 GB", "41.3 GB", "28.1 GB", "15 GB"])
    page.wait_for_url("**w-zero=*")
    page.goto(page.url)
    expect(widget.locator(".kb-w-bars b").last).to_have_text("15 GB")  # a friend sees the same, at once
    page.goto(f"{address}en/q/zero-stages/?w-zero=gpus:-5+params:x")
    expect(widget.locator(".kb-w-bars b").first).to_contain_text("GB")


def test_a_widget_is_small(site: Path) -> None:
    for name in PAGES:
        assert len(gzip.compress((site / f"assets/kb/widgets/{name}.js").read_bytes())) < 4096
    for name in ("practice", "mock"):
        assert len(gzip.compress((site / f"assets/kb/{name}.js").read_bytes())) < 25_000
