"""Words on the screen."""

from enclave_desktop.desktop.widgets.labels import one_after_another


def test_that_sentences_follow_one_another_and_shorter_remarks_are_set_apart():
    assert one_after_another(["看不出是谁的", "含动态表单。", "", "有字体没有嵌入。"]) == (
        "看不出是谁的；含动态表单。有字体没有嵌入。"
    )
