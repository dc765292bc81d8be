"""The words of the demo: what residents agree to and declare, in Indonesian and English."""

from kiosk.domain.consent import ConsentPurpose
from kiosk.sync.protocol import ConsentText, StatementText

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
