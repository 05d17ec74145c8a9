@echo off
rem Starts the expense audit; builds it first if it was never built. After changing sources, delete target\launcher.stamp.
setlocal
set "HERE=%~dp0"
set "JAR=%HERE%target\expense-audit.jar"
set "STAMP=%HERE%target\launcher.stamp"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo samples\expense-audit\run: no Java found: install JDK 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)

if exist "%STAMP%" goto start

where mvn >nul 2>&1
if errorlevel 1 (
  echo samples\expense-audit\run: Maven is needed for the first start and was not found: install it 1>&2
  exit /b 1
)
echo Building the sample; this happens once and takes a minute or two ... 1>&2
pushd "%HERE%..\.."
call mvn -B -q -pl samples/expense-audit -am package -Dmaven.test.skip=true 1>&2
if errorlevel 1 (
  popd
  echo samples\expense-audit\run: the build failed; the reason is above 1>&2
  exit /b 1
)
popd
echo built> "%STAMP%"

:start
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "%JAR%" %*
exit /b %ERRORLEVEL%
