; What the setup and the uninstaller say, in both languages at once.

!macro TEXT NAME ENGLISH INDONESIAN
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_INDONESIAN} "${INDONESIAN}"
!macroend

!insertmacro TEXT WRONG_WINDOWS \
  "Loket needs Windows 10 version 1809 or later, 64 bit." \
  "Loket memerlukan Windows 10 versi 1809 atau lebih baru, 64 bit."
!insertmacro TEXT IS_MSI \
  "Loket was installed on this computer by its MSI. Update or remove that one." \
  "Loket di komputer ini dipasang dengan MSI. Perbarui atau hapus yang itu."
!insertmacro TEXT CLOSING \
  "Waiting for Loket to close" \
  "Menunggu Loket tertutup"
!insertmacro TEXT STILL_OPEN \
  "Loket is still open. Close it, then try again." \
  "Loket masih terbuka. Tutup dahulu, lalu coba lagi."
!insertmacro TEXT PROGRAM \
  "Loket" \
  "Loket"
!insertmacro TEXT AUTOSTART_NAME \
  "Open Loket when somebody signs in" \
  "Buka Loket saat seseorang masuk ke Windows"
!insertmacro TEXT SHORTCUT \
  "Registration counter for Kartu Prakerja" \
  "Loket pendaftaran Kartu Prakerja"
!insertmacro TEXT PROVISION_TITLE \
  "Setup file of the office" \
  "Berkas pengaturan Loket"
!insertmacro TEXT PROVISION_SUBTITLE \
  "It makes this computer a kiosk of one office." \
  "Berkas ini menjadikan komputer ini kiosk satu kantor."
!insertmacro TEXT PROVISION_LABEL \
  "If the centre gave you a file *.loket for this office, choose it here. \
   It can also be done later." \
  "Jika pusat memberi berkas *.loket untuk kantor ini, pilih di sini. Bisa juga nanti."
!insertmacro TEXT PROVISION_BROWSE \
  "Browse..." \
  "Cari..."
!insertmacro TEXT PROVISION_REFUSED \
  "Loket is installed, but the setup file of the office was not taken." \
  "Loket terpasang, tetapi berkas pengaturan Loket tidak diterima."
!insertmacro TEXT UNSENT \
  "Registrations still wait on this computer. Send them first. Nothing was removed." \
  "Masih ada pendaftaran yang belum terkirim. Kirim dahulu. Tidak ada yang dihapus."
!insertmacro TEXT UNCOUNTED \
  "It cannot be seen whether registrations wait on this computer. Nothing was removed." \
  "Tidak dapat dilihat apakah ada pendaftaran yang belum terkirim. Tidak ada yang dihapus."
!insertmacro TEXT FULL_DISK \
  "There is not enough room on this disk. Nothing was changed." \
  "Ruang di disk ini tidak cukup. Tidak ada yang diubah."
!insertmacro TEXT NOT_HERE \
  "This uninstaller was moved. Use the one in the folder of Loket. Nothing was removed." \
  "Berkas ini sudah dipindahkan. Pakai yang ada di folder Loket. Tidak ada yang dihapus."
