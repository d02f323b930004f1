"""The pictures of the README show what their pages say."""

import pytest

from conftest import ROOT
from evidence.build import pictures
from evidence.build.pictures import FOLDER, PICTURES


def test_every_picture_of_the_readme_is_one_that_can_be_taken_anew():
    named = {f"{FOLDER}/{name}.png" for name in PICTURES}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert named == {path.relative_to(ROOT).as_posix() for path in (ROOT / FOLDER).glob("*.png")}
    assert all(f"]({name})" in readme for name in named)


def test_a_picture_bears_words_and_is_still_a_picture():
    png = (ROOT / FOLDER / "phone.png").read_bytes()
    assert pictures.words_of(pictures.with_words(png.replace(b"iTXt", b"xxXx"), "Кабул – 2017")) == "Кабул – 2017"
    with pytest.raises(ValueError):
        pictures.words_of(png.replace(b"iTXt", b"xxXx"))


@pytest.mark.prove  # a release has pictures of its own; an edit in between need not
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_its_page_says(name, browser, built_book):
    _, words = pictures.taken(browser, built_book, PICTURES[name])
    assert pictures.words_of((ROOT / FOLDER / f"{name}.png").read_bytes()) == words, "python -m evidence.build.pictures"
