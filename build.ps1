#!/usr/bin/env pwsh
<#
.SYNOPSIS
Restores, builds, tests and packs PaytureActors: a thin wrapper over dotnet.
.PARAMETER Configuration
Release or Debug.
.PARAMETER Step
Which steps to run, in this order; all of them by default.
.PARAMETER Filter
Passed to dotnet test, for example 'FullyQualifiedName~Orders'.
.EXAMPLE
./build.ps1 -Step Build,Test -Configuration Debug
#>
[CmdletBinding()]
param(
    [ValidateSet('Release', 'Debug')] [string] $Configuration = 'Release',
    [ValidateSet('Restore', 'Build', 'Test', 'Pack')] [string[]] $Step = @('Restore', 'Build', 'Test', 'Pack'),
    [string] $Filter = ''
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

$built = $false
if ('Restore' -in $Step) { Invoke-Dotnet restore }
if ('Build' -in $Step) {
    $more = @()
    if ('Restore' -in $Step) { $more += '--no-restore' }
    Invoke-Dotnet build --configuration $Configuration -warnaserror @more
    $built = $true
}
if ('Test' -in $Step) {
    $more = @()
    if ($built) { $more += '--no-build' }
    if ($Filter) { $more += '--filter', $Filter }
    Invoke-Dotnet test --configuration $Configuration @more
}
if ('Pack' -in $Step) {
    $more = @()
    if ($built) { $more += '--no-build' }
    Invoke-Dotnet pack --configuration $Configuration --output artifacts/packages @more
}
