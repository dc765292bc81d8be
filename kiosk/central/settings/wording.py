"""The words of the demo: what residents agree to, declare and are asked, in two languages.

The questions of the test are our own inventions; none is taken from a real test.
"""

from collections.abc import Mapping

from kiosk.domain.consent import ConsentPurpose
from kiosk.sync.protocol import (
    AssessmentChoice,
    AssessmentQuestion,
    AssessmentSet,
    ConsentText,
    StatementText,
)

DEMO_CONSENTS = (
    ConsentText(
        purpose=ConsentPurpose.PROCESS,
        version="1",
        text={
            "id": (
                "Saya setuju data saya diperiksa dan disimpan untuk pendaftaran Kartu Prakerja."
            ),
            "en": "I agree that my data are checked and kept for my Kartu Prakerja registration.",
        },
    ),
    ConsentText(
        purpose=ConsentPurpose.CAMERA,
        version="1",
        text={
            "id": "Saya setuju wajah saya dilihat kamera dan diperiksa di komputer ini.",
            "en": "I agree that the camera sees my face and that it is checked on this computer.",
        },
    ),
    ConsentText(
        purpose=ConsentPurpose.PHOTO_UPLOAD,
        version="1",
        text={
            "id": (
                "Saya setuju foto saya dikirim ke pusat. "
                "Foto dihapus dari komputer ini setelah terkirim."
            ),
            "en": (
                "I agree that my photo is sent to the centre. "
                "It is deleted from this computer once it has arrived."
            ),
        },
    ),
    ConsentText(
        purpose=ConsentPurpose.JOIN,
        version="1",
        text={
            "id": "Saya setuju ikut serta dalam gelombang ini.",
            "en": "I agree to take part in this batch.",
        },
    ),
)

DEMO_STATEMENT = StatementText(
    version="1",
    sentences={
        "id": [
            "Data yang saya isi benar dan sesuai KTP dan Kartu Keluarga saya.",
            "Saya tidak sedang bersekolah atau kuliah.",
            "Saya belum pernah menerima Kartu Prakerja.",
            "Saya bersedia mengikuti pelatihan sampai selesai.",
        ],
        "en": [
            "What I have filled in is true and matches my KTP and Family Card.",
            "I am not at school or university.",
            "I have never received Kartu Prakerja.",
            "I am willing to complete the training.",
        ],
    },
)


def _question(question_id: str, text: Mapping[str, str], **choices: str) -> AssessmentQuestion:
    """Choices are "Indonesian | English", or one text for both."""
    return AssessmentQuestion(
        question_id=question_id,
        text=dict(text),
        choices=[
            AssessmentChoice(choice_id=choice_id, text=_both(words))
            for choice_id, words in choices.items()
        ],
    )


def _both(words: str) -> dict[str, str]:
    indonesian, _, english = words.partition(" | ")
    return {"id": indonesian, "en": english or indonesian}


DEMO_ASSESSMENT = AssessmentSet(
    version="contoh-1",
    minutes=12,
    questions=[
        _question(
            "change",
            {
                "id": "Bu Rini membeli sabun Rp7.500 dan membayar Rp20.000. Berapa kembaliannya?",
                "en": "Rini buys soap for Rp7,500 and pays Rp20,000. How much change does she get?",
            },
            a="Rp11.500 | Rp11,500",
            b="Rp12.500 | Rp12,500",
            c="Rp13.500 | Rp13,500",
            d="Rp27.500 | Rp27,500",
        ),
        _question(
            "boxes",
            {
                "id": "Satu kotak berisi 12 kue. Ada pesanan 60 kue. Berapa kotak yang dipakai?",
                "en": "A box holds 12 cakes. 60 cakes are ordered. How many boxes are needed?",
            },
            a="4",
            b="5",
            c="6",
            d="8",
        ),
        _question(
            "row",
            {
                "id": "Angka berapa yang berikutnya? 3, 6, 9, 12, …",
                "en": "Which number comes next? 3, 6, 9, 12, …",
            },
            a="13",
            b="14",
            c="15",
            d="18",
        ),
        _question(
            "half",
            {
                "id": "Harga tas Rp80.000. Hari ini dijual setengah harga. Berapa harganya?",
                "en": "A bag costs Rp80,000. Today it is sold at half price. What does it cost?",
            },
            a="Rp20.000 | Rp20,000",
            b="Rp30.000 | Rp30,000",
            c="Rp40.000 | Rp40,000",
            d="Rp60.000 | Rp60,000",
        ),
        _question(
            "opening",
            {
                "id": (
                    "Di pintu tertulis: “Loket buka pukul 08.00. Istirahat pukul 12.00 "
                    "sampai 13.00.” Pukul berapa Anda sebaiknya datang?"
                ),
                "en": (
                    "The door says: “Open from 08.00. Break from 12.00 to 13.00.” "
                    "When should you come?"
                ),
            },
            a="07.30",
            b="10.00",
            c="12.15",
            d="12.45",
        ),
        _question(
            "label",
            {
                "id": (
                    "Di botol tertulis: “Kocok dahulu, lalu tuang satu tutup ke seember air.” "
                    "Apa yang dilakukan pertama?"
                ),
                "en": (
                    "The bottle says: “Shake first, then pour one capful into a bucket of water.” "
                    "What do you do first?"
                ),
            },
            a="Mengisi ember | Fill the bucket",
            b="Menuang isinya | Pour it out",
            c="Mengocok botol | Shake the bottle",
            d="Menutup botol | Close the bottle",
        ),
        _question(
            "setback",
            {
                "id": "Pelatihan terasa sulit pada minggu pertama. Apa yang Anda lakukan?",
                "en": "The training feels hard in the first week. What do you do?",
            },
            a="Mengulang pelajaran pelan-pelan | Go over the lessons again, slowly",
            b="Bertanya kepada pengajar | Ask the trainer",
            c="Belajar bersama teman | Learn together with a friend",
            d="Berhenti dahulu | Stop for now",
        ),
        _question(
            "reason",
            {
                "id": "Apa alasan utama Anda ingin ikut pelatihan?",
                "en": "What is your main reason to take a training?",
            },
            a="Mencari pekerjaan | To find work",
            b="Membuka usaha sendiri | To start a business of my own",
            c="Menambah keahlian di pekerjaan sekarang | To get better at my present work",
            d="Mencoba hal baru | To try something new",
        ),
    ],
)

DEMO_ANSWERS = {
    "change": "b",
    "boxes": "b",
    "row": "c",
    "half": "c",
    "opening": "b",
    "label": "c",
}
"""The last two questions have no right answer."""
