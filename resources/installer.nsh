; Included by electron-builder's installer: it is for the one person who runs it, and does not ask for whom.
!macro customInstallMode
  StrCpy $isForceCurrentInstall "1"
!macroend
